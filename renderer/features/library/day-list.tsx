import { type KeyboardEvent, memo, type ReactNode, useMemo } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import type { Day } from './arrange.ts'
import { rowsOf } from './rows.ts'
import { useRows } from './use-rows.ts'

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
	const { list, virtual, placeOf, focused, focus, onFocus, onBlur } = useRows<HTMLDivElement>(
		rows.length,
		index => (rows[index]?.is === 'heading' ? HEADING_HEIGHT : ENTRY_HEIGHT),
		index => rows[index]?.key ?? String(index)
	)
	const onKeyDown = (event: KeyboardEvent) => {
		const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
		if (step === 0 || event.altKey || event.ctrlKey || event.metaKey || focused() === -1) return
		event.preventDefault()
		let next = focused() + step
		while (rows[next]?.is === 'heading') next += step
		if (rows[next] !== undefined) focus(next)
	}
	const items = virtual.getVirtualItems()
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links in it
		<div
			ref={list}
			className="rows days"
			style={{ height: virtual.getTotalSize() }}
			onFocus={onFocus}
			onBlur={onBlur}
			onKeyDown={onKeyDown}
		>
			{days
				.map(day => ({ day, inSight: items.filter(item => rows[item.index]?.day === day) }))
				.filter(({ inSight }) => inSight.length > 0)
				.map(({ day, inSight }) => (
					<div key={day.at}>
						{inSight.map(item => {
							if (rows[item.index]?.is !== 'heading') return null
							return (
								<h2 key={item.key} ref={virtual.measureElement} data-index={item.index} style={placeOf(item.start)}>
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
										style={placeOf(item.start)}
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
