import { useMemo } from 'react'
import type { HealthSample } from '../../../electron/contract/processes.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Curve } from '../../ui/curve.tsx'

const NONE: readonly HealthSample[] = []

/** Memory, processor and heartbeat of the last minutes. */
export function ProcessCurves({ name }: { readonly name: string }) {
	const { health } = useApp()
	const { t, number, bytes, preciseTime } = useWords()
	const samples = useFrom(health, state => state.curves[name]) ?? NONE
	const [memory, processor, beat] = useMemo(
		() => (['rss', 'cpu', 'beatMs'] as const).map(key => samples.map(sample => ({ at: sample.at, value: sample[key] }))),
		[samples]
	)
	const when = (at: number) => preciseTime(at).slice(0, 8)
	const percent = (value: number) => `${number(value)} %`
	const ms = (value: number) => t('health.beatMs', { ms: number(value, value < 10 ? 1 : 0) })
	const label = (what: string) => t('health.curve', { what, minutes: 5 })
	const has = (curve: typeof beat) => curve?.some(point => point.value !== null) ?? false
	return (
		<div className="process-curves">
			<Curve
				name={t('health.memory')}
				points={memory ?? []}
				say={bytes}
				when={when}
				label={label(t('health.memory'))}
				atLeast={50_000_000}
			/>
			{has(processor) && (
				<Curve name={t('health.cpu')} points={processor ?? []} say={percent} when={when} label={label(t('health.cpu'))} atLeast={100} />
			)}
			{has(beat) && <Curve name={t('health.beat')} points={beat ?? []} say={ms} when={when} label={label(t('health.beat'))} atLeast={5} />}
		</div>
	)
}
