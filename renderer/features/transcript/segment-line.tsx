import { type MouseEvent, memo, useMemo } from 'react'
import type { Channel, SegmentRecord } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { piecesOf } from './pieces.ts'
import { Place, Speaker } from './place.tsx'

/** Below this the engine itself doubts what it heard. */
const UNSURE = 0.5

interface SegmentProps {
	readonly segment: SegmentRecord
	/** Who is heard, where it is somebody else than before. */
	readonly speaker: Channel | null
	/** Playback is in it. */
	readonly active: boolean
	/** Null where nothing can be played now. */
	readonly onPlay: ((sample: number) => void) | null
}

export const SegmentLine = memo(function SegmentLine({ segment, speaker, active, onPlay }: SegmentProps) {
	const { t } = useWords()
	const unsure = segment.confidence !== null && segment.confidence < UNSURE
	return (
		<div className={active ? 'segment active' : 'segment'}>
			<Place sample={segment.from} onPlay={onPlay} />
			<Speaker speaker={speaker} />
			{/* biome-ignore lint/a11y/useKeyWithClickEvents: the same by keyboard: the button before it, and the arrow keys */}
			<p
				dir="auto"
				lang={segment.language}
				className={unsure ? 'unsure' : ''}
				title={unsure ? t('transcript.unsure') : undefined}
				onClick={onPlay === null ? undefined : clicked}
			>
				{active ? <SpokenWords segment={segment} /> : <Words segment={segment} spoken={-1} />}
			</p>
		</div>
	)

	function clicked(event: MouseEvent) {
		// Selecting text to copy it is not a click on a word.
		if (getSelection()?.isCollapsed === false) return
		const word = (event.target as HTMLElement).dataset.word
		onPlay?.(word === undefined ? segment.from : (segment.words[Number(word)]?.from ?? segment.from))
	}
})

function SpokenWords({ segment }: { readonly segment: SegmentRecord }) {
	const { playback } = useApp()
	const spoken = useFrom(playback, ({ sample }) => segment.words.findLastIndex(word => word.from <= sample))
	return <Words segment={segment} spoken={spoken} />
}

function Words({ segment, spoken }: { readonly segment: SegmentRecord; readonly spoken: number }) {
	const pieces = useMemo(() => piecesOf(segment.text, segment.words), [segment])
	let at = 0
	return pieces.map(piece => {
		const key = at
		at += piece.text.length
		if (piece.word === null) return piece.text
		return (
			<span key={key} data-word={piece.word} className={piece.word === spoken ? 'spoken' : undefined}>
				{piece.text}
			</span>
		)
	})
}
