import { memo } from 'react'
import type { ExitRecord } from '../../../electron/contract/exits.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice } from '../../messages/words.ts'
import { hashOf } from '../../stores/place.ts'
import { Dot } from '../../ui/controls.tsx'
import { headline } from './headline.ts'

/** Every death, newest first. */
export function ExitTable({ exits, selected }: { readonly exits: readonly ExitRecord[]; readonly selected: string | null }) {
	const { t } = useWords()
	const bySignature = Map.groupBy(exits, exit => exit.signature)
	return (
		<ul className="exits" aria-label={t('crashes.list')}>
			{exits.map(exit => (
				<Row key={exit.id} exit={exit} on={exit.id === selected} others={(bySignature.get(exit.signature)?.length ?? 1) - 1} />
			))}
		</ul>
	)
}

const DAY_MS = 24 * 3_600_000

const Row = memo(function Row({ exit, on, others }: { readonly exit: ExitRecord; readonly on: boolean; readonly others: number }) {
	const words = useWords()
	const { t } = words
	const facts: string[] = []
	if (exit.crumb) {
		const { activity, from, to } = exit.crumb
		const range = from !== null && to !== null ? ` ${clock(from)}–${clock(to)}` : ''
		facts.push(`${t('crashes.doing', { activity: t('crashes.activity', { activity: choice(activity) }) })}${range}`)
	}
	if (others > 0) facts.push(t('crashes.same', { others }))
	return (
		<li>
			<a className="exit" href={hashOf({ at: 'crashes', exit: exit.id })} aria-current={on ? 'true' : undefined}>
				<Dot tone={exit.killedFor === null ? 'bad' : 'warn'} />
				<span>
					<b>{headline(exit, words)}</b>
					<small>{facts.join(' · ')}</small>
				</span>
				<time>{Date.now() - exit.at < DAY_MS ? words.time(exit.at) : words.dateTime(exit.at)}</time>
			</a>
		</li>
	)
})
