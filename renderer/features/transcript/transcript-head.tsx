import { Toast } from '@base-ui/react/toast'
import { Copy, Download, History, Redo2, Search, Star, Trash2, Undo2, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { isOver, type Mark, type Transcript } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWishName } from '../../messages/use-wish-words.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, IconButton, MODIFIER, SHIFT } from '../../ui/controls.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { useKeptOnLeaving } from '../../ui/use-kept-on-leaving.ts'
import { AgainMenu } from './again-menu.tsx'
import { textOf } from './arrange.ts'
import { HeadNotes } from './head-notes.tsx'
import { MarkMenu } from './mark-menu.tsx'
import { SoundMenu } from './sound-menu.tsx'
import { codecName, fallbackOf, trackOf } from './sounds.ts'
import { SpeakersMenu } from './speakers-menu.tsx'

interface HeadProps {
	readonly transcript: Transcript
	readonly marks: readonly Mark[]
	readonly deaths: number
	/** Words of its other channels. */
	readonly otherWords: number
	readonly estimated: boolean
	/** How many earlier texts of it there are. */
	readonly versions: number
}

/** Title, facts, and what can be done with the whole. */
export function TranscriptHead({ transcript, marks, deaths, otherWords, estimated, versions }: HeadProps) {
	const { t, dateTime, fullDate, language } = useWords()
	const wished = useWishName(transcript.wish)
	const when = dateTime(transcript.createdAt)
	// A recording is named after its moment until it gets another title.
	const facts = transcript.title.includes(when) ? [] : [when]
	if (transcript.state !== 'recording' && transcript.samples > 0) facts.push(clock(transcript.samples))
	const origin = transcript.sourceName ?? transcript.device
	if (origin) facts.push(origin)
	const { source } = transcript
	const sound =
		source && t('sound.kind', { codec: codecName(source.codec) ?? 'none', channels: source.channels ?? 0 }).replace(/,\s*$|，$/, '')
	if (sound) facts.push(sound)
	const fallback = fallbackOf(transcript)
	if (fallback) facts.push(t('sound.readBy', { decoder: fallback }))
	if (source?.recordedAt != null) facts.push(t('transcript.recordedAt', { when: fullDate(source.recordedAt) }))
	const track = trackOf(transcript)
	if (track) facts.push(t('sound.trackOf', { n: track.at + 1, of: track.of }))
	if (transcript.sourceChannel !== null)
		facts.push(t('sound.channel', { n: transcript.sourceChannel + 1, of: transcript.source?.channels ?? 0 }))
	if (transcript.language && transcript.language !== 'und') facts.push(language(transcript.language))
	const ended = isOver(transcript.state)
	facts.push(t(ended ? 'library.words' : 'transcript.words', { words: transcript.words + otherWords }))
	// What is wished stands until a first segment says what it is of.
	const heardWith = transcript.model ?? wished
	if (heardWith) facts.push(heardWith)
	if (transcript.gaps > 0) facts.push(t('transcript.gaps', { gaps: transcript.gaps }))
	if (deaths > 0) facts.push(t('transcript.deaths', { deaths }))
	if (estimated) facts.push(t('transcript.estimated'))
	const { wav, opus, copying } = transcript.audio
	if (ended && transcript.kind === 'recording' && transcript.samples > 0) {
		facts.push(t('transcript.audio', { kept: wav && opus ? 'both' : wav ? 'wav' : opus ? 'opus' : 'none' }))
	}
	if (copying) facts.push(t('transcript.copying'))
	return (
		<header className="head">
			<div className="head-row">
				<Title transcript={transcript} />
				<Actions transcript={transcript} marks={marks} versions={versions} hasText={transcript.words + otherWords > 0} />
			</div>
			<ul className="facts">
				{facts.map(fact => (
					<li key={fact}>{fact}</li>
				))}
			</ul>
			<HeadNotes transcript={transcript} />
		</header>
	)
}

function Title({ transcript }: { readonly transcript: Transcript }) {
	const { transcripts, notices } = useApp()
	const { t } = useWords()
	const { id, title } = transcript
	const field = useRef<HTMLTextAreaElement>(null)
	/** What it reads when nothing is written in it. */
	const before = useRef(title)
	const written = useRef(title)
	// Renamed elsewhere, or kept at last: shown, unless it is being written here.
	useEffect(() => {
		const { current } = field
		const isWritten = current === document.activeElement && written.current !== before.current
		before.current = title
		if (isWritten) return
		written.current = title
		if (current) current.value = title
	}, [title])
	const keep = () => {
		const wanted = written.current.replace(/\s+/g, ' ').trim()
		if (wanted === '' || wanted === before.current) return
		before.current = wanted
		void transcripts.rename(id, wanted).then(problem => {
			if (problem === null) return
			before.current = title
			notices.tell(problem)
		})
	}
	useKeptOnLeaving(keep)
	return (
		<h1>
			<textarea
				className="title"
				aria-label={t('transcript.title')}
				rows={1}
				maxLength={300}
				spellCheck={false}
				dir="auto"
				ref={field}
				defaultValue={title}
				onChange={event => {
					written.current = event.currentTarget.value
				}}
				onBlur={event => {
					keep()
					written.current = before.current
					event.currentTarget.value = before.current
				}}
				onKeyDown={event => {
					if (event.nativeEvent.isComposing) return
					if (event.key === 'Escape') written.current = before.current
					if (event.key !== 'Enter' && event.key !== 'Escape') return
					event.preventDefault()
					event.stopPropagation()
					// To the text that it is the title of.
					event.currentTarget.closest<HTMLElement>('section')?.focus()
				}}
			/>
		</h1>
	)
}

interface ActionsProps extends Pick<HeadProps, 'transcript' | 'marks' | 'versions'> {
	readonly hasText: boolean
}

function Actions({ transcript, marks, versions, hasText }: ActionsProps) {
	const { transcripts, edits, library, notices, place } = useApp()
	const { t } = useWords()
	const toasts = Toast.useToastManager()
	const { id, state } = transcript
	const history = useFrom(edits, ({ histories }) => histories[id])
	const restore = async () => {
		const problem = await library.restore([id])
		if (problem) notices.tell(problem)
		else place.go({ at: 'transcript', id })
	}
	const remove = async () => {
		const problem = await library.remove([id])
		if (problem) return notices.tell(problem)
		place.go({ at: 'home' })
		const toast = toasts.add({
			description: t('transcript.deleted', { title: transcript.title }),
			timeout: 10_000,
			actionProps: {
				children: t('transcript.undo'),
				onClick: () => {
					toasts.close(toast)
					void restore()
				}
			}
		})
	}
	const copy = async () => {
		const detail = transcripts.getState().details[id]
		try {
			await copyText(detail === undefined ? '' : textOf(detail, speaker => t('transcript.speaker', { speaker })))
			toasts.add({ description: t('transcript.copied') })
		} catch {
			toasts.add({ description: t('transcript.copyFailed') })
		}
	}
	const tell = (problem: Awaited<ReturnType<typeof transcripts.retry>>) => problem && notices.tell(problem)
	return (
		<div className="actions">
			{(state === 'queued' || state === 'decoding' || state === 'transcribing' || state === 'paused') && (
				<Button icon={<X size={15} />} onClick={() => void transcripts.cancel(id).then(tell)}>
					{t('transcript.cancel')}
				</Button>
			)}
			{history && (
				<>
					<IconButton
						name={t('edit.undo', { keys: `${MODIFIER}Z` })}
						icon={<Undo2 size={16} />}
						disabled={history.undo.length === 0}
						onClick={() => void edits.undo(id)}
					/>
					<IconButton
						name={t('edit.redo', { keys: `${MODIFIER}${SHIFT}Z` })}
						icon={<Redo2 size={16} />}
						disabled={history.redo.length === 0}
						onClick={() => void edits.redo(id)}
					/>
				</>
			)}
			<IconButton name={t('find.open', { keys: `${MODIFIER}F` })} icon={<Search size={16} />} onClick={() => place.show('find')} />
			<IconButton
				name={t('library.favourite')}
				icon={<Star size={16} fill={transcript.favourite ? 'currentColor' : 'none'} />}
				aria-pressed={transcript.favourite}
				onClick={() => void library.organise([id], { favourite: !transcript.favourite }).then(tell)}
			/>
			<MarkMenu transcript={id} marks={marks} />
			<IconButton name={t('transcript.copy')} icon={<Copy size={16} />} disabled={!hasText} onClick={() => void copy()} />
			<Button icon={<Download size={15} />} disabled={!hasText} onClick={() => place.show('export')}>
				{t('transcript.export')}
			</Button>
			<SoundMenu transcript={transcript} />
			<SpeakersMenu transcript={transcript} />
			<AgainMenu transcript={transcript} />
			{versions > 0 && (
				<IconButton name={t('versions.show', { versions })} icon={<History size={16} />} onClick={() => place.show('versions')} />
			)}
			{state !== 'recording' && <IconButton name={t('transcript.delete')} icon={<Trash2 size={16} />} onClick={() => void remove()} />}
		</div>
	)
}
