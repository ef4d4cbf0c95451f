import { useState } from 'react'
import type { ProcessHealth } from '../../../electron/contract/processes.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { roleOf } from '../../messages/process-role.ts'
import { realTime } from '../../messages/real-time.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice } from '../../messages/words.ts'
import { isExtra, STANDBY } from '../../stores/health.ts'
import { Button, Dot, Note } from '../../ui/controls.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ProcessCurves } from './process-curves.tsx'
import { ProcessLog } from './process-log.tsx'

const TONES: Record<ProcessHealth['state'], Parameters<typeof Dot>[0]['tone']> = {
	stopped: 'idle',
	starting: 'warn',
	ready: 'ok',
	busy: 'ok',
	stopping: 'warn',
	'backing-off': 'warn',
	'gave-up': 'bad'
}
/** Those that main can end and start anew. */
const RESTARTABLE: ReadonlySet<ProcessHealth['role']> = new Set(['engine', 'decoder'])

/** One process as it is now: state, figures, curves, and what can be done with it. */
export function ProcessSection({ process }: { readonly process: ProcessHealth }) {
	const { health, notices, transcripts } = useApp()
	const words = useWords()
	const { t, number } = words
	const now = useNow(1_000)
	const [asked, setAsked] = useState(false)
	const [logShown, setLogShown] = useState(false)
	const works = process.role === 'engine' && !isExtra(process)
	const waiting = useFrom(transcripts, state =>
		works ? Object.values(state.transcripts ?? {}).filter(each => each.state === 'queued').length : 0
	)
	const name = t('process.name', { role: roleOf({ ...process, standby: process.name === STANDBY }) })
	const guardian = process.role === 'guardian'
	const gone = guardian && process.state === 'stopped'
	const restart = async () => {
		setAsked(true)
		const problem = await health.restart(process.name)
		setAsked(false)
		if (problem) notices.tell(problem)
	}
	const facts: [string, string][] = []
	if (process.pid !== null) facts.push([t('health.pid'), String(process.pid)])
	if (process.since !== null) facts.push([t('health.up'), words.duration(Math.max(0, now - process.since))])
	// The standby's deaths are counted with the post that it waits for.
	if (RESTARTABLE.has(process.role) && process.name !== STANDBY) facts.push([t('health.restarts'), number(process.restarts)])
	if (process.model) facts.push([t('health.model'), process.model])
	for (const kind of ['live', 'file'] as const) {
		const speed = process.speeds?.[kind] ?? null
		if (speed !== null) facts.push([t('health.speedName', { kind }), t('health.speed', { speed: realTime(words, speed) })])
	}
	if (works) facts.push([t('health.queue'), t('health.queueIs', { waiting })])
	if (process.activity !== null) facts.push([t('health.doing'), t('crashes.activity', { activity: choice(process.activity) })])
	const action = process.state === 'gave-up' ? t('health.startAgain') : process.pid === null ? t('health.start') : t('health.restart')
	// The engine’s own name of its model’s files, beside the model’s for people.
	facts.push(
		...Object.entries(process.versions).map(([of, version]): [string, string] => [of === 'model' ? t('health.modelFile') : of, version])
	)
	return (
		<section className="process" aria-label={name}>
			<div className="process-head">
				<Dot tone={gone ? 'warn' : TONES[process.state]} />
				<b>{name}</b>
				<span className="hint">
					{gone ? t('health.gone') : t('health.state', { state: choice(process.state) })}
					{process.retryAt !== null && ` · ${t('health.retryIn', { seconds: number(Math.max(0, (process.retryAt - now) / 1000), 0) })}`}
				</span>
				<span className="process-actions">
					{!guardian && (
						<Button
							kind="quiet"
							className="small"
							aria-expanded={logShown}
							aria-label={t('health.logName', { action: t(logShown ? 'health.hideLog' : 'health.showLog'), name })}
							onClick={() => setLogShown(!logShown)}
						>
							{t(logShown ? 'health.hideLog' : 'health.showLog')}
						</Button>
					)}
					{RESTARTABLE.has(process.role) && (
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
				</span>
			</div>
			{process.problem && <Note tone={process.state === 'gave-up' ? 'bad' : 'warn'}>{words.problem(process.problem)}</Note>}
			{guardian && (gone ? <Note tone="warn">{t('health.guardianGone')}</Note> : <p className="hint">{t('health.guardian')}</p>)}
			{process.pid !== null && <ProcessCurves name={process.name} />}
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
			{logShown && <ProcessLog name={process.name} label={t('health.logOf', { name })} />}
		</section>
	)
}
