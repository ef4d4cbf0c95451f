import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, type RefObject, useEffect, useLayoutEffect } from 'react'
import type { Line } from './arrange.ts'
import { useKeptPlace } from './keep-place.ts'
import { MarkLine } from './mark-line.tsx'
import { PartialLine } from './partial-line.tsx'
import { DeathLine, GapLine } from './remark-lines.tsx'
import { SegmentLine } from './segment-line.tsx'
import { useFollowing } from './use-following.ts'

interface LineListProps {
	/** The transcript they are lines of. */
	readonly transcript: string
	readonly lines: readonly Line[]
	/** How often all text was replaced. */
	readonly edition: number
	readonly scroll: RefObject<HTMLElement | null>
	readonly list: RefObject<HTMLDivElement | null>
	/** Pixels from the top of what scrolls to the list. */
	readonly margin: number
	/** The line that is played; -1 when none is. */
	readonly active: number
	/** The line that was looked for, by its place: shown in the middle once; -1 when none was. */
	readonly revealed: number
	/** Null where nothing can be played now. */
	readonly onPlay: ((sample: number) => void) | null
	/** Lines have another height than was guessed. */
	readonly onResize: () => void
}

/** The lines of a transcript; only those in sight exist. Apart from the rest, because scrolling draws it anew. */
export const LineList = memo(function LineList(props: LineListProps) {
	const { transcript, lines, edition, scroll, list, margin, active, revealed, onPlay, onResize } = props
	const virtual = useVirtualizer<HTMLElement, Element>({
		count: lines.length,
		getScrollElement: () => scroll.current,
		estimateSize: () => 68,
		overscan: 8,
		scrollMargin: margin,
		getItemKey: index => keyOf(lines[index])
	})
	const height = virtual.getTotalSize()
	const onFocus = useKeptPlace(lines, edition, virtual, list)
	// biome-ignore lint/correctness/useExhaustiveDependencies: the height is what it waits for
	useLayoutEffect(onResize, [height, onResize])
	const following = useFollowing(scroll)
	useEffect(() => {
		if (active >= 0 && following) virtual.scrollToIndex(active, { align: 'auto' })
	}, [active, following, virtual])
	useEffect(() => {
		if (revealed >= 0) virtual.scrollToIndex(revealed, { align: 'center' })
	}, [revealed, virtual])
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: it only notes where the focus is
		<div ref={list} className="lines" style={{ height }} onFocus={onFocus}>
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
						<OneLine transcript={transcript} line={line} active={item.index === active} onPlay={onPlay} />
					</div>
				)
			})}
		</div>
	)
})

interface OneLineProps extends Pick<LineListProps, 'transcript' | 'onPlay'> {
	readonly line: Line
	readonly active: boolean
}

function OneLine({ transcript, line, active, onPlay }: OneLineProps) {
	switch (line.type) {
		case 'segment':
			return <SegmentLine segment={line.segment} speaker={line.turn ? line.speaker : null} active={active} onPlay={onPlay} />
		case 'partial':
			return <PartialLine transcript={line.transcript} from={line.from} speaker={line.turn ? line.speaker : null} />
		case 'gap':
			return <GapLine gap={line.gap} offset={line.offset} deaths={line.deaths} />
		case 'death':
			return <DeathLine deaths={line.deaths} />
		case 'mark':
			return <MarkLine transcript={transcript} mark={line.mark} onPlay={onPlay} />
		default:
			return line satisfies never
	}
}

/** Stays the same while a line is the same to its reader. */
function keyOf(line: Line | undefined): string {
	switch (line?.type) {
		case undefined:
			return ''
		case 'mark':
			return line.mark.id
		case 'partial':
			return `partial ${line.transcript}`
		case 'segment':
			return `segment ${line.segment.transcript} ${line.from}`
		case 'gap':
			return `gap ${line.gap.transcript} ${line.from}`
		case 'death':
			return `death ${line.deaths[0]?.exit}`
		default:
			return line satisfies never
	}
}
