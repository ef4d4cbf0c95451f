import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type FocusEvent, type KeyboardEvent, memo, type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import type { Day } from './arrange.ts'
import { rowsOf } from './rows.ts'

interface DayListProps {
	readonly days: readonly Day[]
	readonly headingOf: (day: Day) => string
	/** What stands in the list for a transcript. */
	readonly children: (transcript: Transcript) => ReactNode
}

const HEADING_HEIGHT = 38
const ENTRY_HEIGHT = 53

/** Transcripts by day. Only those in sight exist, and the one that has the focus; arrow keys go from one to the next. */
export const DayList = memo(function DayList({ days, headingOf, children }: DayListProps) {
	const rows = useMemo(() => rowsOf(days), [days])
	const list = useRef<HTMLDivElement>(null)
	const focused = useRef(-1)
	const [margin, setMargin] = useState(0)
	const scroller = () => list.current?.closest<HTMLElement>('.side') ?? null
	// What stands above grows and shrinks: the list must know where it begins. Setting the same number draws nothing anew.
	useLayoutEffect(() => {
		const side = scroller()
		if (side && list.current)
			setMargin(Math.round(list.current.getBoundingClientRect().top - side.getBoundingClientRect().top + side.scrollTop))
	})
	const virtual = useVirtualizer<HTMLElement, Element>({
		count: rows.length,
		getScrollElement: scroller,
		estimateSize: index => (rows[index]?.is === 'heading' ? HEADING_HEIGHT : ENTRY_HEIGHT),
		overscan: 8,
		scrollMargin: margin,
		getItemKey: index => rows[index]?.key ?? index,
		rangeExtractor: range => {
			const shown = defaultRangeExtractor(range)
			const kept = focused.current
			return kept === -1 || kept >= rows.length || shown.includes(kept) ? shown : [...shown, kept].sort((a, b) => a - b)
		}
	})
	const onFocus = (event: FocusEvent) => {
		focused.current = Number(event.target.closest<HTMLElement>('[data-index]')?.dataset.index ?? -1)
	}
	const onBlur = () => {
		focused.current = -1
	}
	const onKeyDown = (event: KeyboardEvent) => {
		const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
		if (step === 0 || event.altKey || event.ctrlKey || event.metaKey || focused.current === -1) return
		event.preventDefault()
		let next = focused.current + step
		while (rows[next]?.is === 'heading') next += step
		if (rows[next] === undefined) return
		virtual.scrollToIndex(next, { align: 'auto' })
		// It is there when the list has been drawn where it is now.
		requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus())
	}
	const items = virtual.getVirtualItems()
	const place = (start: number) => ({ transform: `translateY(${start - margin}px)` })
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links in it
		<div ref={list} className="days" style={{ height: virtual.getTotalSize() }} onFocus={onFocus} onBlur={onBlur} onKeyDown={onKeyDown}>
			{days
				.map(day => ({ day, inSight: items.filter(item => rows[item.index]?.day === day) }))
				.filter(({ inSight }) => inSight.length > 0)
				.map(({ day, inSight }) => (
					<div key={day.at}>
						{inSight.map(item => {
							if (rows[item.index]?.is !== 'heading') return null
							return (
								<h2 key={item.key} ref={virtual.measureElement} data-index={item.index} style={place(item.start)}>
									{headingOf(day)}
								</h2>
							)
						})}
						<ul>
							{inSight.map(item => {
								const row = rows[item.index]
								if (row?.is !== 'entry') return null
								return (
									<li
										key={item.key}
										ref={virtual.measureElement}
										data-index={item.index}
										aria-setsize={day.transcripts.length}
										aria-posinset={row.n}
										style={place(item.start)}
									>
										{children(row.transcript)}
									</li>
								)
							})}
						</ul>
					</div>
				))}
		</div>
	)
})
