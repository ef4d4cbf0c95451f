import { MoreHorizontal } from 'lucide-react'
import { type MouseEvent, memo, useMemo, useRef } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import type { SpokenLine } from './arrange.ts'
import type { Editing } from './editing.ts'
import { HeardText } from './heard-text.tsx'
import { LineEditor } from './line-editor.tsx'
import { piecesOf } from './pieces.ts'
import { Place, Speaker } from './place.tsx'
import type { LineActions } from './use-editing.ts'

/** Below this the engine itself doubts what it heard. */
const UNSURE = 0.5

function isUnsure(confidence: number | null): boolean {
	return confidence !== null && confidence < UNSURE
}

interface SegmentProps {
	readonly line: SpokenLine
	/** Playback is in it. */
	readonly active: boolean
	/** Null while it is not being written in. */
	readonly editing: Editing | null
	/** What was recognised is shown beside what was written. */
	readonly compared: boolean
	readonly actions: LineActions
	/** What can be done with the line, at this element. */
	readonly onMenu: (line: SpokenLine, at: Element) => void
	/** Null where nothing can be played now. */
	readonly onPlay: ((sample: number) => void) | null
}

export const SegmentLine = memo(function SegmentLine({ line, active, editing, compared, actions, onMenu, onPlay }: SegmentProps) {
	const { playback } = useApp()
	const { t } = useWords()
	const played = useRef(false)
	const { segment, named, turn } = line
	const changed = segment.written?.changed ?? false
	// Where the engine says it of each word, it is not said of the whole.
	const unsure = !changed && isUnsure(segment.confidence) && segment.words.every(word => word.confidence === undefined)
	const at = clock(line.from)
	const name = ['segment', active && 'active', changed && 'written'].filter(Boolean).join(' ')
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the same by the button at its end
		<div className={name} onContextMenu={pressedRight}>
			<Place sample={line.from} onPlay={onPlay} />
			{turn && <Speaker speaker={line.speaker} named={named} onPress={at => onMenu(line, at)} />}
			{editing === null ? (
				// biome-ignore lint/a11y/useKeyWithClickEvents: the same by keyboard: the button before it, the arrow keys, F2
				<p
					dir="auto"
					lang={segment.language}
					className={unsure ? 'unsure' : segment.text === '' ? 'emptied' : ''}
					title={unsure ? t('transcript.unsure') : changed ? t('edit.changed', { times: segment.times }) : undefined}
					onClick={clicked}
					onDoubleClick={event => edit(event.target)}
				>
					{segment.text === '' && t('edit.emptied')}
					{active ? <SpokenWords line={line} /> : <Words line={line} spoken={-1} />}
				</p>
			) : (
				<LineEditor key={editing.n} line={line} caret={editing.caret} actions={actions} />
			)}
			<button
				type="button"
				className="line-more"
				aria-label={t('edit.more', { clock: at })}
				aria-haspopup="menu"
				onClick={event => onMenu(line, event.currentTarget)}
			>
				<MoreHorizontal size={15} />
			</button>
			{compared && changed && line.cut === 0 && <HeardText line={line} source={actions.sourceOf(line)} />}
		</div>
	)

	function clicked(event: MouseEvent) {
		// Selecting text to copy it is not a click on a word; nor is the second click of two.
		if (onPlay === null || event.detail > 1 || getSelection()?.isCollapsed === false) return
		const word = (event.target as HTMLElement).dataset.word
		played.current = !playback.getState().playing
		onPlay(word === undefined ? segment.from : (segment.words[Number(word)]?.from ?? segment.from))
	}

	function edit(target: EventTarget) {
		// The first of the two clicks has begun to play.
		const { transcript } = playback.getState()
		if (played.current && transcript !== null) playback.toggle(transcript)
		played.current = false
		const word = Number((target as HTMLElement).dataset.word ?? -1)
		let caret = 0
		for (const piece of piecesOf(segment.text, segment.words)) {
			if (piece.word === word) break
			caret += piece.text.length
		}
		actions.edit(line, caret)
	}

	function pressedRight(event: MouseEvent) {
		// There, the system's own menu has something to say.
		if (editing !== null || getSelection()?.isCollapsed === false) return
		event.preventDefault()
		onMenu(line, event.currentTarget.querySelector('.line-more') ?? event.currentTarget)
	}
})

function SpokenWords({ line }: { readonly line: SpokenLine }) {
	const { playback } = useApp()
	const spoken = useFrom(playback, ({ sample }) => line.segment.words.findLastIndex(word => word.from <= sample))
	return <Words line={line} spoken={spoken} />
}

function Words({ line: { segment }, spoken }: { readonly line: SpokenLine; readonly spoken: number }) {
	const pieces = useMemo(() => piecesOf(segment.text, segment.words), [segment])
	const { t } = useWords()
	const changed = segment.written?.changed ?? false
	let at = 0
	return pieces.map(piece => {
		const key = at
		at += piece.text.length
		if (piece.word === null) return piece.text
		const unsure = !changed && isUnsure(segment.words[piece.word]?.confidence ?? null)
		const name = [piece.word === spoken && 'spoken', unsure && 'unsure'].filter(Boolean).join(' ')
		return (
			<span key={key} data-word={piece.word} className={name || undefined} title={unsure ? t('transcript.unsure') : undefined}>
				{piece.text}
			</span>
		)
	})
}
