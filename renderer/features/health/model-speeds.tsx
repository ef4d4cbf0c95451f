import { useState } from 'react'
import { keepsUp, type MeasuredSpeed } from '../../../electron/contract/speeds.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { realTime } from '../../messages/real-time.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice } from '../../messages/words.ts'
import { Choice } from '../../ui/choice.tsx'
import { Bar, Button, Note } from '../../ui/controls.tsx'
import { type SpeedRow, speedRows } from './speed-rows.ts'

const ALL = ''

/** How fast the models here are on this machine, whether they keep up with speech, and the button that measures it. */
export function ModelSpeeds() {
	const { models: modelsStore, speeds: store, notices } = useApp()
	const words = useWords()
	const { t } = words
	const models = useFrom(modelsStore, state => state.models)
	const { speeds, asked } = useFrom(store, state => state)
	const [which, setWhich] = useState(ALL)
	const [began, setBegan] = useState(false)
	if (models === null || models.length === 0) return null
	const chosen = models.some(({ id }) => id === which) ? which : ALL
	const [used, ...others] = speedRows(models, speeds)
	const now = speeds?.now ?? null
	const nameOf = (id: string) => models.find(model => model.id === id)?.name ?? id
	const measure = async () => {
		const problem = await store.measure(chosen === ALL ? null : [chosen])
		setBegan(problem === null)
		if (problem) notices.tell(problem)
	}
	const stop = async () => {
		const problem = await store.stop()
		if (problem) notices.tell(problem)
	}
	const told = now
		? t('speeds.phase', { model: nameOf(now.model), phase: choice(now.phase), place: now.place, of: now.of })
		: began && !asked && !speeds?.stopped
			? t('speeds.done')
			: ''
	return (
		<section className="process speeds" aria-label={t('speeds.name')}>
			<div className="process-head">
				<b>{t('speeds.name')}</b>
			</div>
			{used && <Used row={used} />}
			{others.length > 0 && (
				<ul className="speeds-list">
					{others.map(row => (
						<Other key={row.model.id} row={row} />
					))}
				</ul>
			)}
			<div className="speeds-ask">
				<Choice
					label={t('speeds.which')}
					value={chosen}
					disabled={now !== null}
					options={[[ALL, t('speeds.all', { n: models.length })], ...models.map(({ id, name }) => [id, name] as const)]}
					onChoose={setWhich}
				/>
				{/* One button, which keeps the focus: it is not disabled while main has not answered. */}
				<Button onClick={() => void (asked ? null : now ? stop() : measure())}>{t(now ? 'speeds.stop' : 'speeds.measure')}</Button>
			</div>
			<p className={told === '' ? 'sr-only' : 'hint'} role="status">
				{told}
			</p>
			{now && <Bar value={now.phase === 'loading' ? null : now.part} label={t('speeds.progress')} />}
			{speeds?.stopped && (
				<div role="status">
					<Note tone="warn">{words.problem(speeds.stopped)}</Note>
				</div>
			)}
			<p className="hint">{t('speeds.hint')}</p>
		</section>
	)
}

function Used({ row: { model, measured, problem } }: { readonly row: SpeedRow }) {
	const words = useWords()
	const { t } = words
	return (
		<div className="speeds-row">
			<p>
				{measured
					? t('speeds.used', { model: model.name, speed: realTime(words, measured.speed), keeps: keepsUp(measured, model.engine) })
					: t('speeds.usedUnknown', { model: model.name })}
			</p>
			{measured && <Facts of={measured} />}
			{problem && <p className="hint warn">{words.problem(problem)}</p>}
		</div>
	)
}

function Other({ row: { model, measured, problem } }: { readonly row: SpeedRow }) {
	const words = useWords()
	const { t } = words
	return (
		<li className="speeds-row">
			<p>
				<b>{model.name}</b>{' '}
				{measured
					? t('speeds.other', { speed: realTime(words, measured.speed), keeps: keepsUp(measured, model.engine) })
					: t('speeds.unknown')}
			</p>
			{measured && <Facts of={measured} />}
			{problem && <p className="hint warn">{words.problem(problem)}</p>}
		</li>
	)
}

function Facts({ of }: { readonly of: MeasuredSpeed }) {
	const { t, bytes, lapse, fullDate } = useWords()
	const facts = [
		...(of.memory === null ? [] : [t('speeds.memory', { size: bytes(of.memory) })]),
		t('speeds.loaded', { time: lapse(of.loadMs) }),
		t('speeds.when', { date: fullDate(of.at), version: of.holdfast, threads: of.threads })
	]
	return (
		<>
			<p className="hint">{facts.join(' · ')}</p>
			{of.busy && <p className="hint">{t('speeds.busy')}</p>}
		</>
	)
}
