import type { ExitGroup, RecoveryStats } from '../../../electron/contract/exits.ts'
import { seconds } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'

interface RecoveryFactsProps {
	/** Null until main has told. */
	readonly stats: RecoveryStats | null
	readonly groups: readonly ExitGroup[]
}

/** What all deaths came to, in one line: how many, how fast work went on, what was lost ever. */
export function RecoveryFacts({ stats, groups }: RecoveryFactsProps) {
	const { t, number, date } = useWords()
	// A line of the same height: nothing jumps when the figures come.
	if (stats === null) {
		return (
			<ul className="facts" aria-hidden="true">
				<li>…</li>
			</ul>
		)
	}
	const facts = [
		stats.since === null
			? t('crashes.deathsEver', { n: stats.deaths })
			: t('crashes.deathsSince', { n: stats.deaths, since: date(stats.since) }),
		t('crashes.today', { n: groups.reduce((sum, group) => sum + (group.trend.at(-1) ?? 0), 0) })
	]
	if (stats.medianMs !== null) facts.push(t('crashes.median', { seconds: number(stats.medianMs / 1000, 2) }))
	if (stats.worstMs !== null) facts.push(t('crashes.worst', { seconds: number(stats.worstMs / 1000, 2) }))
	facts.push(t('crashes.wordsLost', { words: stats.wordsLost }))
	if (stats.audioLost > 0) facts.push(t('crashes.audioLost', { seconds: number(seconds(stats.audioLost), 1) }))
	return (
		<ul className="facts">
			{facts.map(fact => (
				<li key={fact}>{fact}</li>
			))}
		</ul>
	)
}
