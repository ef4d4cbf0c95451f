import { Popover } from '@base-ui/react/popover'
import { useEffect } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { roleOf } from '../../messages/process-role.ts'
import { realTime } from '../../messages/real-time.ts'
import { useWords } from '../../messages/use-words.ts'
import { type HealthSummary, summarizeHealth } from '../../stores/health.ts'
import { Dot } from '../../ui/controls.tsx'
import { ModelSpeeds } from './model-speeds.tsx'
import { ProcessSection } from './process-section.tsx'

type Tone = Parameters<typeof Dot>[0]['tone']

/** The pill in the header: how Holdfast is, in a few words; behind it, each of its processes. */
export function HealthPill() {
	const { health, connection } = useApp()
	const words = useWords()
	const { t } = words
	const processes = useFrom(health, state => state.processes)
	const line = useFrom(connection, state => state.line)
	const summary = summarizeHealth(processes)
	const [tone, text] = line === 'lost' || line === 'outdated' ? (['bad', t('health.lost')] as const) : say(summary)
	return (
		<Popover.Root>
			<Popover.Trigger className="pill" aria-label={t('app.is', { what: t('health.name'), value: text })}>
				<Dot tone={tone} />
				<span className="pill-text">{text}</span>
			</Popover.Trigger>
			<Popover.Portal>
				<Popover.Positioner sideOffset={12} align="end" className="floating">
					<Popover.Popup className="popup health" aria-label={t('health.name')}>
						<Processes />
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
				return ['warn', t('health.backingOff', { name: t('process.title', { role: roleOf(is.process) }) })]
			case 'gave-up':
				return ['bad', t('health.gaveUp', { name: t('process.title', { role: roleOf(is.process) }) })]
			case 'ready': {
				const { state, model, speed } = is.engine
				const parts = [t(state === 'busy' ? 'health.busy' : 'health.ready')]
				if (is.standby !== 'none') parts.push(t('health.standby', { standby: is.standby }))
				if (model) parts.push(model)
				if (speed !== null) parts.push(t('health.speed', { speed: realTime(words, speed) }))
				if (is.unguarded) parts.splice(1, 0, t('health.unguarded'))
				return [is.standby === 'held' || is.unguarded ? 'warn' : 'ok', parts.join(' · ')]
			}
			default:
				return is satisfies never
		}
	}
}

/** Made when the popover opens: what was measured before is asked for then. */
function Processes() {
	const { health, connection } = useApp()
	const { t } = useWords()
	const processes = useFrom(health, state => state.processes)
	const version = useFrom(connection, state => state.app?.version ?? null)
	const names = (processes ?? []).map(process => process.name).join()
	useEffect(() => {
		for (const name of names === '' ? [] : names.split(',')) void health.seed(name)
	}, [health, names])
	if (processes === null) return <p className="hint">{t('health.unknown')}</p>
	return (
		<>
			<ModelSpeeds />
			{processes.map(process => (
				<ProcessSection key={process.name} process={process} />
			))}
			{version !== null && <p className="hint">{t('health.version', { version })}</p>}
		</>
	)
}
