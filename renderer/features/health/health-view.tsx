import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'
import type { ProcessHealth } from '../../../electron/contract/processes.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice } from '../../messages/words.ts'
import { type HealthSummary, summarizeHealth } from '../../stores/health.ts'
import { Button, Dot, Note } from '../../ui/controls.tsx'
import { SparkLine } from '../../ui/meter.tsx'
import { useNow } from '../../ui/use-now.ts'

type Tone = Parameters<typeof Dot>[0]['tone']

/** The pill in the header: how Holdfast is, in a few words; behind it, each of its processes. */
export function HealthPill() {
	const { health, connection } = useApp()
	const { t, number } = useWords()
	const processes = useFrom(health, state => state.processes)
	const line = useFrom(connection, state => state.line)
	const version = useFrom(connection, state => state.app?.version ?? null)
	const summary = summarizeHealth(processes)
	const [tone, text] = line === 'lost' || line === 'outdated' ? (['bad', t('health.lost')] as const) : say(summary)
	return (
		<Popover.Root>
			<Popover.Trigger className="pill" aria-label={`${t('health.name')}: ${text}`}>
				<Dot tone={tone} />
				<span className="pill-text">{text}</span>
			</Popover.Trigger>
			<Popover.Portal>
				<Popover.Positioner sideOffset={12} align="end" className="floating">
					<Popover.Popup className="popup health" aria-label={t('health.name')}>
						{processes?.map(process => (
							<Process key={process.name} process={process} />
						))}
						{version !== null && <p className="hint">{t('health.version', { version })}</p>}
					</Popover.Popup>
				</Popover.Positioner>
			</Popover.Portal>
		</Popover.Root>
	)

	function say(is: HealthSummary): readonly [Tone, string] {
		switch (is.is) {
			case 'unknown':
				return ['idle', t('health.unknown')]
			case 'stopped':
				return ['warn', t('health.stopped')]
			case 'starting':
				return ['warn', t('health.starting')]
			case 'backing-off':
				return ['warn', t('health.backingOff', { role: is.process.role })]
			case 'gave-up':
				return ['bad', t('health.gaveUp', { role: is.process.role })]
			case 'ready': {
				const { state, model, speed } = is.engine
				const parts = [t(state === 'busy' ? 'health.busy' : 'health.ready')]
				if (model) parts.push(model)
				if (speed !== null) parts.push(t('health.speed', { speed: number(speed, speed < 10 ? 1 : 0) }))
				return ['ok', parts.join(' · ')]
			}
			default:
				return is satisfies never
		}
	}
}

const TONES: Record<ProcessHealth['state'], Tone> = {
	stopped: 'idle',
	starting: 'warn',
	ready: 'ok',
	busy: 'ok',
	stopping: 'warn',
	'backing-off': 'warn',
	'gave-up': 'bad'
}

function Process({ process }: { readonly process: ProcessHealth }) {
	const { health, notices } = useApp()
	const words = useWords()
	const { t, number } = words
	const now = useNow(1_000)
	const beats = useFrom(health, state => state.beats[process.name]) ?? []
	const [asked, setAsked] = useState(false)
	const name = t('health.role', { role: process.role })
	const restart = async () => {
		setAsked(true)
		const problem = await health.restart(process.name)
		setAsked(false)
		if (problem) notices.tell(problem)
	}
	const facts: [string, string][] = []
	if (process.pid !== null) facts.push([t('health.pid'), String(process.pid)])
	if (process.since !== null) facts.push([t('health.up'), words.duration(Math.max(0, now - process.since))])
	if (process.rss !== null) facts.push([t('health.memory'), words.bytes(process.rss)])
	if (process.cpu !== null) facts.push([t('health.cpu'), `${number(process.cpu)} %`])
	if (process.role !== 'main') facts.push([t('health.restarts'), number(process.restarts)])
	if (process.speed !== null)
		facts.push([t('health.speedName'), t('health.speed', { speed: number(process.speed, process.speed < 10 ? 1 : 0) })])
	if (process.model !== null) facts.push([t('health.model'), process.model])
	if (process.activity !== null) facts.push([t('health.doing'), t('crashes.activity', { activity: choice(process.activity) })])
	const action = process.state === 'gave-up' ? t('health.startAgain') : process.pid === null ? t('health.start') : t('health.restart')
	const engines = Object.entries(process.versions).map(([what, version]) => `${what} ${version}`)
	return (
		<section className="process" aria-label={name}>
			<div className="process-head">
				<Dot tone={TONES[process.state]} />
				<b>{name}</b>
				<span className="hint">
					{t('health.state', { state: choice(process.state) })}
					{process.retryAt !== null && ` · ${t('health.retryIn', { seconds: number(Math.max(0, (process.retryAt - now) / 1000), 0) })}`}
				</span>
				{process.beatMs !== null && (
					<span className="beat">
						<SparkLine values={beats} label={t('health.beat')} />
						{t('health.beatMs', { ms: number(process.beatMs, process.beatMs < 10 ? 1 : 0) })}
					</span>
				)}
			</div>
			{facts.length > 0 && (
				<dl className="process-facts">
					{facts.map(([term, value]) => (
						<div key={term}>
							<dt>{term}</dt>
							<dd>{value}</dd>
						</div>
					))}
				</dl>
			)}
			{engines.length > 0 && <p className="mono hint">{engines.join(' · ')}</p>}
			{process.problem && <Note tone={process.state === 'gave-up' ? 'bad' : 'warn'}>{words.problem(process.problem)}</Note>}
			{process.role !== 'main' && process.role !== 'window' && (
				<Button
					kind={process.state === 'gave-up' ? 'primary' : 'plain'}
					className="small"
					disabled={asked}
					aria-label={t('health.restartName', { action, name })}
					onClick={() => void restart()}
				>
					{action}
				</Button>
			)}
		</section>
	)
}

/** In the page itself, because work stands still: what is held and how to go on. */
export function HeldNotice() {
	const { health, notices } = useApp()
	const words = useWords()
	const processes = useFrom(health, state => state.processes)
	const held = (processes ?? []).filter(process => process.state === 'gave-up' || (process.problem !== null && process.role === 'engine'))
	return held.map(process => (
		<Note
			key={process.name}
			tone="bad"
			actions={
				<Button kind="primary" onClick={() => void health.restart(process.name).then(problem => problem && notices.tell(problem))}>
					{words.t('health.startAgain')}
				</Button>
			}
		>
			{process.problem ? words.problem(process.problem) : words.t('health.gaveUp', { role: process.role })}
		</Note>
	))
}
