import { memo, useState } from 'react'
import type { ExitGroup, ExitRecord } from '../../../electron/contract/exits.ts'
import { useWords } from '../../messages/use-words.ts'
import { DAY_MS } from '../../stores/crashes.ts'
import { rove } from '../../ui/rove.ts'
import { Trend } from '../../ui/trend.tsx'
import { causeHeadline, circumstances, headline } from './headline.ts'

/** So many causes stand there unasked. */
const FEW = 3

interface CauseListProps {
	readonly groups: readonly ExitGroup[]
	/** Deaths that are here, for a cause's words. */
	readonly exits: readonly ExitRecord[]
	/** The signature whose deaths are listed; null: all. */
	readonly chosen: string | null
	readonly onChoose: (signature: string | null) => void
}

/** What has killed processes, the most frequent first; choosing one lists only its deaths. */
export const CauseList = memo(function CauseList({ groups, exits, chosen, onChoose }: CauseListProps) {
	const words = useWords()
	const { t } = words
	const [all, setAll] = useState(false)
	const shown = all ? groups : groups.filter((group, i) => i < FEW || group.signature === chosen)
	const first = Math.max(
		0,
		shown.findIndex(group => group.signature === chosen)
	)
	const day = (at: number) => (Date.now() - at < DAY_MS ? words.time(at) : words.date(at))
	const about = (group: ExitGroup, newest: ExitRecord | undefined) => {
		const where = newest === undefined ? '' : circumstances(newest, words, false)
		const times =
			group.count === 1
				? t('crashes.seenOnce', { at: day(group.last) })
				: t('crashes.seenBetween', { first: day(group.first), last: day(group.last) })
		return [where, times].filter(fact => fact !== '')
	}
	return (
		<section aria-label={t('crashes.causes')}>
			<h2>{t('crashes.causes')}</h2>
			<ul className="causes" onKeyDown={rove}>
				{shown.map((group, i) => {
					const newest = exits.find(exit => exit.id === group.newest) ?? exits.find(exit => exit.signature === group.signature)
					return (
						<li key={group.signature}>
							<button
								type="button"
								className="cause"
								aria-pressed={group.signature === chosen}
								data-rove={i}
								tabIndex={i === first ? 0 : -1}
								onClick={() => onChoose(group.signature === chosen ? null : group.signature)}
							>
								<span className="times">{t('crashes.times', { n: words.number(group.count) })}</span>
								<span>
									<b>{newest === undefined ? causeHeadline(group, words) : headline(newest, words)}</b>
									<small>{about(group, newest).join(' · ')}</small>
								</span>
								<Trend
									counts={group.trend}
									label={t('crashes.trend', { n: group.trend.reduce((sum, n) => sum + n, 0), today: group.trend.at(-1) ?? 0 })}
								/>
							</button>
						</li>
					)
				})}
			</ul>
			{groups.length > FEW && (
				<button type="button" className="button quiet small" aria-expanded={all} onClick={() => setAll(!all)}>
					{all ? t('crashes.fewCauses') : t('crashes.allCauses', { n: groups.length })}
				</button>
			)}
		</section>
	)
})
