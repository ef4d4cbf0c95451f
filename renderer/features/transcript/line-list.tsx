import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, type RefObject, useEffect, useLayoutEffect } from 'react'
import type { Line } from './arrange.ts'
import { DeathLine, GapLine, SegmentLine } from './lines.tsx'

interface LineListProps {
	readonly lines: readonly Line[]
	readonly scroll: RefObject<HTMLElement | null>
	readonly list: RefObject<HTMLDivElement | null>
	/** Pixels from the top of what scrolls to the list. */
	readonly margin: number
	/** The line that is played; -1 when none is. */
	readonly active: number
	/** The line that was looked for, by its place: shown in the middle once; -1 when none was. */
	readonly revealed: number
	readonly playable: boolean
	readonly onPlay: (sample: number) => void
	/** Lines have another height than was guessed. */
	readonly onResize: () => void
}

/** The lines of a transcript; only those in sight exist. Apart from the rest, because scrolling draws it anew. */
export const LineList = memo(function LineList({
	lines,
	scroll,
	list,
	margin,
	active,
	revealed,
	playable,
	onPlay,
	onResize
}: LineListProps) {
	const virtual = useVirtualizer({
		count: lines.length,
		getScrollElement: () => scroll.current,
		estimateSize: () => 68,
		overscan: 8,
		scrollMargin: margin,
		getItemKey: index => `${lines[index]?.type}-${lines[index]?.from}`
	})
	const height = virtual.getTotalSize()
	// biome-ignore lint/correctness/useExhaustiveDependencies: the height is what it waits for
	useLayoutEffect(onResize, [height, onResize])
	useEffect(() => {
		if (active >= 0) virtual.scrollToIndex(active, { align: 'auto' })
	}, [active, virtual])
	useEffect(() => {
		if (revealed >= 0) virtual.scrollToIndex(revealed, { align: 'center' })
	}, [revealed, virtual])
	return (
		<div ref={list} className="lines" style={{ height }}>
			{virtual.getVirtualItems().map(item => {
				const line = lines[item.index]
				if (line === undefined) return null
				return (
					<div
						key={item.key}
						ref={virtual.measureElement}
						data-index={item.index}
						className={item.index === revealed ? 'line revealed' : 'line'}
						style={{ transform: `translateY(${item.start - margin}px)` }}
					>
						{line.type === 'segment' && (
							<SegmentLine segment={line.segment} active={item.index === active} playable={playable} onPlay={onPlay} />
						)}
						{line.type === 'gap' && <GapLine gap={line.gap} deaths={line.deaths} />}
						{line.type === 'death' && <DeathLine deaths={line.deaths} />}
					</div>
				)
			})}
		</div>
	)
})
