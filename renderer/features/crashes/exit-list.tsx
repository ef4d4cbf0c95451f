import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, useEffect, useLayoutEffect, useRef } from 'react'
import type { ExitRecord } from '../../../electron/contract/exits.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { DAY_MS } from '../../stores/crashes.ts'
import { hashOf } from '../../stores/place.ts'
import { Dot } from '../../ui/controls.tsx'
import { stepOf, steppedTo } from '../../ui/rove.ts'
import { circumstances, headline } from './headline.ts'

interface ExitListProps {
	readonly exits: readonly ExitRecord[]
	readonly selected: string | null
	/** How many there are of each cause. */
	readonly counts: ReadonlyMap<string, number>
	/** Whether older ones may follow; `onEnd` asks for them. */
	readonly more: boolean
	readonly onEnd: () => void
	/** A death was chosen by hand, not walked to by arrow keys. */
	readonly onOpen: () => void
}

/** Every death, newest first; only those in sight exist. */
export const ExitList = memo(function ExitList({ exits, selected, counts, more, onEnd, onOpen }: ExitListProps) {
	const { place } = useApp()
	const { t } = useWords()
	const scroll = useRef<HTMLDivElement>(null)
	const walking = useRef(false)
	const virtual = useVirtualizer({
		count: exits.length,
		getScrollElement: () => scroll.current,
		estimateSize: () => 66,
		overscan: 6,
		getItemKey: index => exits[index]?.id ?? index
	})
	const items = virtual.getVirtualItems()
	const lastShown = items.at(-1)?.index ?? -1
	useEffect(() => {
		if (more && lastShown >= exits.length - 10) onEnd()
	}, [more, lastShown, exits.length, onEnd])

	const at = exits.findIndex(exit => exit.id === selected)
	// Only when another is chosen: new deaths move it down, and the list shall not run after it.
	// biome-ignore lint/correctness/useExhaustiveDependencies: the index follows from what is chosen
	useEffect(() => {
		if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
	}, [selected, virtual])
	// After a step of the arrow keys, the row may only now exist.
	useLayoutEffect(() => {
		if (!walking.current) return
		const row = scroll.current?.querySelector<HTMLElement>('a[aria-current]')
		if (!row) return
		walking.current = false
		row.focus({ preventScroll: true })
	})

	const walk = (event: KeyboardEvent) => {
		const step = stepOf(event)
		if (step === null || !(event.target instanceof HTMLAnchorElement)) return
		event.preventDefault()
		const to = exits[steppedTo(Math.max(0, at), exits.length, step)]
		if (to === undefined || to.id === selected) return
		walking.current = true
		place.swap({ at: 'crashes', exit: to.id })
	}
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: arrow keys walk along the links in it
		<div ref={scroll} className="exits-scroll" onKeyDown={walk}>
			<ul className="exits" aria-label={t('crashes.list')} style={{ height: virtual.getTotalSize() }}>
				{items.map(item => {
					const exit = exits[item.index]
					if (exit === undefined) return null
					return (
						<li
							key={item.key}
							ref={virtual.measureElement}
							data-index={item.index}
							aria-setsize={more ? -1 : exits.length}
							aria-posinset={item.index + 1}
							style={{ transform: `translateY(${item.start}px)` }}
						>
							<Row
								exit={exit}
								on={item.index === at}
								reachable={item.index === at || (at < 0 && item.index === 0)}
								others={(counts.get(exit.signature) ?? 1) - 1}
								onOpen={onOpen}
							/>
						</li>
					)
				})}
			</ul>
		</div>
	)
})

interface RowProps {
	readonly exit: ExitRecord
	readonly on: boolean
	/** Whether the Tab key stops here. */
	readonly reachable: boolean
	readonly others: number
	readonly onOpen: () => void
}

const Row = memo(function Row({ exit, on, reachable, others, onOpen }: RowProps) {
	const { place } = useApp()
	const words = useWords()
	const facts = [circumstances(exit, words)].filter(fact => fact !== '')
	if (others > 0) facts.push(words.t('crashes.same', { others }))
	return (
		<a
			className="exit"
			href={hashOf({ at: 'crashes', exit: exit.id })}
			aria-current={on ? 'true' : undefined}
			tabIndex={reachable ? 0 : -1}
			onClick={event => {
				if (event.ctrlKey || event.metaKey || event.shiftKey) return
				event.preventDefault()
				place.swap({ at: 'crashes', exit: exit.id })
				onOpen()
			}}
		>
			<Dot tone={exit.killedFor === null ? 'bad' : 'warn'} />
			<span>
				<b>{headline(exit, words)}</b>
				<small>{facts.join(' · ')}</small>
			</span>
			<time dateTime={new Date(exit.at).toISOString()}>{Date.now() - exit.at < DAY_MS ? words.time(exit.at) : words.date(exit.at)}</time>
		</a>
	)
})
