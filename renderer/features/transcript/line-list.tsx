import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { memo, type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { partsOf } from '../../../electron/contract/lines.ts'
import type { SpeakerName } from '../../../electron/contract/records.ts'
import type { Line, SpokenLine } from './arrange.ts'
import { type Editing, indexIn } from './editing.ts'
import { useKeptPlace } from './keep-place.ts'
import { LineMenu, type MenuPlace } from './line-menu.tsx'
import { MarkLine } from './mark-line.tsx'
import { PartialLine } from './partial-line.tsx'
import { DeathLine, GapLine } from './remark-lines.tsx'
import { SegmentLine } from './segment-line.tsx'
import type { LineActions, Shown } from './use-editing.ts'
import { useFollowing } from './use-following.ts'

/** A wish to see a line: by its place, one object for each wish. */
export interface Sought {
	readonly line: number
}

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
	/** The line that was looked for, by its place: it stands out; -1 when none was. */
	readonly revealed: number
	/** Null where nothing can be played now. */
	readonly onPlay: ((sample: number) => void) | null
	/** The line that is being written in. */
	readonly editing: Editing | null
	readonly actions: LineActions
	/** What was changed from elsewhere is brought into sight. */
	readonly shown: Shown | null
	readonly speakers: readonly SpeakerName[]
	/** The line that is looked for is brought into the middle. */
	readonly sought: Sought | null
	/** Lines have another height than was guessed. */
	readonly onResize: () => void
}

/** The lines of a transcript; only those in sight exist. Apart from the rest, because scrolling draws it anew. */
export const LineList = memo(function LineList(props: LineListProps) {
	const {
		transcript,
		lines,
		edition,
		scroll,
		list,
		margin,
		active,
		revealed,
		editing,
		actions,
		shown,
		sought,
		speakers,
		onPlay,
		onResize
	} = props
	const [menu, setMenu] = useState<MenuPlace | null>(null)
	const { isCompared, compare } = useCompared()
	const edited = useMemo(() => (editing === null ? -1 : indexIn(lines, editing)), [lines, editing])
	const virtual = useVirtualizer<HTMLElement, Element>({
		count: lines.length,
		getScrollElement: () => scroll.current,
		estimateSize: () => 68,
		overscan: 8,
		scrollMargin: margin,
		// The same for as long as the lines are: else all of them are measured anew at each step of scrolling.
		getItemKey: useCallback((index: number) => keyOf(lines[index]), [lines]),
		// What is being written in stays, wherever one scrolls.
		rangeExtractor: useCallback((range: Range) => withIndex(defaultRangeExtractor(range), edited), [edited])
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
		if (edited >= 0) virtual.scrollToIndex(edited, { align: 'auto' })
	}, [edited, virtual])
	// biome-ignore lint/correctness/useExhaustiveDependencies: once for each wish, not for each change of the lines
	useEffect(() => {
		const at = shown === null ? -1 : lines.findIndex(line => isOf(line, shown))
		if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
	}, [shown, virtual])
	useEffect(() => {
		if (sought !== null) virtual.scrollToIndex(sought.line, { align: 'center' })
	}, [sought, virtual])
	const onMenu = useCallback((line: SpokenLine, at: Element) => setMenu({ line, at }), [])
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
						<OneLine
							transcript={transcript}
							line={line}
							active={item.index === active}
							editing={item.index === edited ? editing : null}
							compared={line.type === 'segment' && isCompared(line.name)}
							actions={actions}
							onMenu={onMenu}
							onPlay={onPlay}
						/>
					</div>
				)
			})}
			<LineMenu
				place={menu}
				speakers={speakers}
				actions={actions}
				compared={menu !== null && isCompared(menu.line.name)}
				onCompare={all => menu && compare(menu.line.name, all)}
				onClose={() => setMenu(null)}
			/>
		</div>
	)
})

/** Beside which lines what was recognised is shown: single ones, or all. */
function useCompared() {
	const [compared, setCompared] = useState<{ readonly all: boolean; readonly names: ReadonlySet<string> }>({ all: false, names: new Set() })
	return {
		isCompared: (name: string) => compared.all || compared.names.has(name),
		compare: (name: string, all: boolean) =>
			setCompared(now => {
				const shown = now.all || now.names.has(name)
				if (all) return { all: !shown, names: new Set() }
				return { all: false, names: shown ? new Set([...now.names].filter(each => each !== name)) : new Set([...now.names, name]) }
			})
	}
}

function isOf(line: Line, { channel, from }: Shown): boolean {
	return line.type === 'segment' && line.segment.transcript === channel && partsOf(line.whole).some(part => part.segment === from)
}

function withIndex(indexes: number[], index: number): number[] {
	return index < 0 || indexes.includes(index) ? indexes : [...indexes, index].sort((a, b) => a - b)
}

interface OneLineProps extends Pick<LineListProps, 'transcript' | 'actions' | 'onPlay'> {
	readonly line: Line
	readonly active: boolean
	readonly editing: Editing | null
	readonly compared: boolean
	readonly onMenu: (line: SpokenLine, at: Element) => void
}

function OneLine({ transcript, line, active, editing, compared, actions, onMenu, onPlay }: OneLineProps) {
	switch (line.type) {
		case 'segment':
			return <SegmentLine {...{ line, active, editing, compared, actions, onMenu, onPlay }} />
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
			return line.name
		case 'gap':
			return `gap ${line.gap.transcript} ${line.from}`
		case 'death':
			return `death ${line.deaths[0]?.exit}`
		default:
			return line satisfies never
	}
}
