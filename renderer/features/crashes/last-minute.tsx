import { useMemo } from 'react'
import type { ExitRecord } from '../../../electron/contract/exits.ts'
import { useWords } from '../../messages/use-words.ts'
import { Curve } from '../../ui/curve.tsx'

/** Memory and processor in the last minute before a death, and what the machine had left. */
export function LastMinute({ exit }: { readonly exit: ExitRecord }) {
	const words = useWords()
	const { t, number, bytes } = words
	const { curve, resources } = exit
	const memory = useMemo(() => curve.map(({ at, rss }) => ({ at, value: rss })), [curve])
	const processor = useMemo(() => curve.map(({ at, cpu }) => ({ at, value: cpu })), [curve])
	const last = processor.findLast(point => point.value !== null)?.value ?? null
	const when = (at: number) => t('crashes.secondsBefore', { n: number(Math.max(0, exit.at - at) / 1000, 0) })
	const facts: string[] = []
	if (resources.rss !== null) facts.push(t('crashes.rssLast', { size: bytes(resources.rss) }))
	if (resources.cpuMs !== null) facts.push(t('crashes.cpuAll', { time: words.duration(resources.cpuMs) }))
	if (resources.freeMemory !== null && resources.totalMemory !== null)
		facts.push(t('crashes.machineIs', { free: bytes(resources.freeMemory), total: bytes(resources.totalMemory) }))
	if (resources.oomKills !== null) facts.push(t('crashes.oomKills', { n: resources.oomKills }))
	const known = memory.filter(point => point.value !== null)
	if (facts.length === 0 && known.length === 0) return null
	return (
		<section>
			<h3>{t('crashes.resources')}</h3>
			{known.length > 1 && (
				<div className="last-minute">
					<Curve
						name={t('crashes.memoryOver', { n: number((exit.at - (curve[0]?.at ?? exit.at)) / 1000, 0) })}
						points={memory}
						say={bytes}
						when={when}
						label={t('crashes.memoryCurve', { from: bytes(known[0]?.value ?? 0), to: bytes(known.at(-1)?.value ?? 0) })}
					/>
					{last !== null && (
						<Curve
							name={t('health.cpu')}
							points={processor}
							say={value => `${number(value)} %`}
							when={when}
							label={t('crashes.cpuCurve', { last: number(last) })}
							atLeast={100}
						/>
					)}
				</div>
			)}
			<ul className="facts">
				{facts.map(fact => (
					<li key={fact}>{fact}</li>
				))}
			</ul>
		</section>
	)
}
