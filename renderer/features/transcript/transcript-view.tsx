import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { SpeakerName, Transcript } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Note, Skeleton } from '../../ui/controls.tsx'
import { takesLetters } from '../../ui/own-keys.ts'
import { type Line, lineAt, lineOf, neighbour } from './arrange.ts'
import { keptIn } from './editing.ts'
import { Film } from './film.tsx'
import { FindBar } from './find/find-bar.tsx'
import { LineList, type Sought } from './line-list.tsx'
import { PlaybackBar } from './listen/playback-bar.tsx'
import { Status } from './status.tsx'
import { TranscriptHead } from './transcript-head.tsx'
import { useEditKeys } from './use-edit-keys.ts'
import { useEditing } from './use-editing.ts'
import { useLines, useMarks } from './use-lines.ts'

const NOBODY: readonly SpeakerName[] = []

/** So close to the end, in pixels, and the view follows what is added there. */
const AT_END = 90

/** `sample`: the place in it that was asked for; null when none was. */
export function TranscriptView({ id, sample }: { readonly id: string; readonly sample: number | null }) {
	const { transcripts } = useApp()
	const { t } = useWords()
	const loaded = useFrom(transcripts, state => state.transcripts !== null)
	const transcript = useFrom(transcripts, state => state.transcripts?.[id] ?? null)
	const known = transcript !== null
	useEffect(() => {
		if (known) void transcripts.open(id)
	}, [transcripts, id, known])
	if (transcript === null) {
		return (
			<div className="scroll">
				<div className="doc">
					{loaded ? <Note tone="plain">{t('transcript.gone')}</Note> : <Skeleton lines={6} label={t('transcript.loading')} />}
				</div>
			</div>
		)
	}
	return <Opened transcript={transcript} sample={sample} />
}

function Opened({ transcript, sample }: { readonly transcript: Transcript; readonly sample: number | null }) {
	const { id } = transcript
	const { transcripts, playback, place, recording } = useApp()
	const { t } = useWords()
	const detail = useFrom(transcripts, state => state.details[id])
	const marks = useMarks(id, detail)
	const latestLines = useRef<readonly Line[]>([])
	const { editing, setEditing, shown, actions } = useEditing(id, latestLines)
	const lines = useLines(id, detail, marks, editing?.name ?? null)
	const kept = editing && keptIn(lines, editing)
	if (kept !== editing) setEditing(kept)
	const active = useFrom(playback, state =>
		state.transcript === id && (state.playing || state.sample > 0) ? lineAt(lines, state.sample) : -1
	)
	useLayoutEffect(() => {
		latestLines.current = lines
	})
	const speakers = detail?.speakers ?? NOBODY
	useEditKeys(latestLines, active, speakers, actions)
	const recordingHere = useFrom(recording, state => state.id === id)

	const scroll = useRef<HTMLDivElement>(null)
	const list = useRef<HTMLDivElement>(null)
	const [margin, setMargin] = useState(0)
	const atEnd = useRef(transcript.state === 'recording' && sample === null)
	const revealed = sample === null || detail?.status !== 'ready' ? -1 : lineOf(lines, sample)
	const [away, setAway] = useState(false)
	const [sought, setSought] = useState<Sought | null>(null)
	const onSeek = useCallback((line: number) => setSought({ line }), [])
	const visit = useFrom(place, state => state.place)
	const isThere = revealed >= 0
	// biome-ignore lint/correctness/useExhaustiveDependencies: once for each visit, also to the same place, and not for each line that comes before it
	useEffect(() => {
		if (isThere) onSeek(revealed)
	}, [visit, isThere, onSeek])
	// The head above the list grows and shrinks: the list must know where it begins. Setting the same number draws nothing anew.
	useLayoutEffect(() => setMargin(list.current?.offsetTop ?? 0))
	const stayAtEnd = useCallback(() => {
		const element = scroll.current
		if (element && atEnd.current) element.scrollTop = element.scrollHeight
	}, [])
	// Whatever was added: text, unsettled text, a note.
	useLayoutEffect(stayAtEnd)
	const onScroll = useCallback(() => {
		const element = scroll.current
		if (!element) return
		atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END
		setAway(!atEnd.current)
	}, [])
	const play = useCallback((sample: number) => playback.play(id, sample), [playback, id])
	const steppable = transcript.playable && !recordingHere
	const stepBy = useCallback(
		(by: 1 | -1) => {
			const next = neighbour(lines, active, by)
			const line = lines[next]
			// Before the first is its beginning; behind the last is nothing.
			if (line !== undefined && (next !== active || by === -1)) playback.seek(id, line.from)
		},
		[lines, active, playback, id]
	)
	useEffect(() => {
		const pressed = (event: KeyboardEvent) => {
			const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
			if (step === 0 || !steppable || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return
			const target = event.target as Element
			// There, arrows have a meaning of their own.
			if (takesLetters(target) || target.closest('input')) return
			event.preventDefault()
			stepBy(step)
		}
		addEventListener('keydown', pressed)
		return () => removeEventListener('keydown', pressed)
	}, [steppable, stepBy])
	const otherWords = useFrom(transcripts, state =>
		(detail?.parts ?? []).reduce((sum, part) => sum + (state.transcripts?.[part.id]?.words ?? 0), 0)
	)
	const live = transcript.state === 'recording' && away
	// Of whichever channel said something last.
	const latest = [detail, ...(detail?.parts ?? [])].flatMap(channel => channel?.segments.at(-1) ?? []).sort((a, b) => b.at - a.at)[0]

	return (
		<>
			<FindBar lines={lines} scroll={scroll} onSeek={onSeek} actions={actions} />
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
			<section className="scroll" ref={scroll} onScroll={onScroll} aria-label={t('transcript.name')} tabIndex={0}>
				<article className="doc">
					<TranscriptHead
						key={id}
						transcript={transcript}
						marks={marks}
						deaths={detail?.deaths.length ?? 0}
						otherWords={otherWords}
						estimated={[detail, ...(detail?.parts ?? [])].some(channel => channel?.segments[0]?.times === 'estimated')}
						versions={detail?.versions.length ?? 0}
					/>
					<Film transcript={transcript} />
					{detail === undefined || (detail.status === 'loading' && lines.length === 0) ? (
						<Skeleton lines={6} label={t('transcript.loading')} />
					) : (
						<LineList
							transcript={id}
							lines={lines}
							edition={detail.edition}
							scroll={scroll}
							list={list}
							margin={margin}
							active={active}
							revealed={revealed}
							{...{ editing, actions, shown, sought, speakers }}
							onPlay={steppable ? play : null}
							onResize={stayAtEnd}
						/>
					)}
					<Status transcript={transcript} detail={detail} hasPartial={lines.some(line => line.type === 'partial')} />
				</article>
			</section>
			<div className="sr-only" aria-live="polite" lang={latest?.language}>
				{transcript.state === 'recording' ? latest?.text : ''}
			</div>
			{live && (
				<button
					type="button"
					className="button follow"
					onClick={() => {
						atEnd.current = true
						scroll.current?.scrollTo({ top: scroll.current.scrollHeight })
					}}
				>
					{t('transcript.follow')}
				</button>
			)}
			{transcript.playable && transcript.state !== 'recording' && detail !== undefined && (
				<PlaybackBar transcript={transcript} detail={detail} onStep={stepBy} />
			)}
		</>
	)
}
