import { FolderOpen, RotateCcw, X } from 'lucide-react'
import { memo, useMemo } from 'react'
import { MICROPHONE } from '../../../electron/contract/audio-frame.ts'
import type { Transcript } from '../../../electron/contract/records.ts'
import { electronBridge } from '../../api/transport-electron.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Key } from '../../messages/words.ts'
import { hashOf } from '../../stores/place.ts'
import type { Upload } from '../../stores/uploads.ts'
import { Bar, Button, Dot, IconButton, Kbd, MODIFIER, Skeleton } from '../../ui/controls.tsx'
import { useNow } from '../../ui/use-now.ts'
import { arrangeLibrary, minutesLeft, progressOf } from './arrange.ts'
import { useFilePicker } from './file-picker.tsx'

/** What is under way, and everything that was said before, by day. */
export function LibraryView() {
	const { transcripts, uploads } = useApp()
	const { t, day } = useWords()
	const pick = useFilePicker()
	const byId = useFrom(transcripts, state => state.transcripts)
	const sending = useFrom(uploads, state => state.uploads)
	const now = useNow(60_000)
	const arranged = useMemo(() => (byId === null ? null : arrangeLibrary(Object.values(byId), now)), [byId, now])
	return (
		<section className="library" aria-label={t('library.name')}>
			<Button kind="quiet" className="wide" icon={<FolderOpen size={16} />} onClick={pick}>
				<span>{t('library.open')}</span>
				<Kbd>{MODIFIER}O</Kbd>
			</Button>
			{arranged === null && <Skeleton lines={5} label={t('library.loading')} />}
			{(sending.length > 0 || (arranged?.now.length ?? 0) > 0) && (
				<>
					<h2>{t('library.now')}</h2>
					<ul>
						{arranged?.now.map(each => (
							<UnderWay key={each.id} transcript={each} />
						))}
						{sending.map(each => (
							<Sending key={each.id} upload={each} />
						))}
					</ul>
				</>
			)}
			{arranged?.days.map(group => (
				<div key={group.at}>
					<h2>{group.is === 'earlier' ? day(group.at) : t(`library.${group.is}`)}</h2>
					<ul>
						{group.transcripts.map(each => (
							<Ended key={each.id} transcript={each} />
						))}
					</ul>
				</div>
			))}
			{arranged !== null && arranged.now.length + arranged.days.length + sending.length === 0 && (
				<p className="hint">{t('library.empty')}</p>
			)}
		</section>
	)
}

function Entry({ transcript, children }: { readonly transcript: Transcript; readonly children: React.ReactNode }) {
	const { place } = useApp()
	const on = useFrom(place, state => state.place.at === 'transcript' && state.place.id === transcript.id)
	const bridge = electronBridge()
	const dragOut = (event: React.DragEvent) => {
		if (bridge === null || transcript.words === 0) return
		// Out of the window it is a file, where the system can take one; the page would drag its address.
		event.preventDefault()
		bridge.sendDesktop({ type: 'drag', transcript: transcript.id, format: 'txt' })
	}
	return (
		<a
			className="entry"
			href={hashOf({ at: 'transcript', id: transcript.id })}
			aria-current={on ? 'page' : undefined}
			onDragStart={dragOut}
		>
			<span className="entry-title" dir="auto">
				{transcript.title}
			</span>
			{children}
		</a>
	)
}

const Ended = memo(function Ended({ transcript }: { readonly transcript: Transcript }) {
	const { t } = useWords()
	const { state, samples, words, gaps, notices } = transcript
	const facts = [clock(samples), t('library.words', { words })]
	if (gaps > 0) facts.push(t('library.gaps', { gaps }))
	if (transcript.polishing !== null) facts.push(t('library.polishing'))
	return (
		<li>
			<Entry transcript={transcript}>
				<span className="entry-facts">
					{state === 'failed' && <Dot tone="bad" />}
					{state === 'done' && transcript.polishing === null && gaps + notices.length > 0 && <Dot tone="warn" />}
					{transcript.polishing !== null && <Dot tone="ok" />}
					{state === 'failed' ? t('library.failed') : state === 'cancelled' ? t('library.cancelled') : facts.join(' · ')}
				</span>
			</Entry>
		</li>
	)
})

const UnderWay = memo(function UnderWay({ transcript }: { readonly transcript: Transcript }) {
	const { health, transcripts, recording } = useApp()
	const { t } = useWords()
	// Main tells a recording's length when text comes; this window knows better when it records itself.
	const heard = useFrom(recording, state =>
		state.id === transcript.id ? Math.floor(state.heard / MICROPHONE.sampleRate) * MICROPHONE.sampleRate : null
	)
	const paused = useFrom(recording, state => state.id === transcript.id && state.phase === 'paused')
	const speed = useFrom(health, state => state.processes?.find(each => each.role === 'engine')?.speed ?? null)
	const progress = progressOf(transcript)
	const minutes = minutesLeft(transcript, speed)
	const working = transcript.state === 'decoding' || transcript.state === 'transcribing'
	const facts = [stateText()]
	if (progress !== null) facts.push(t('library.percent', { fraction: progress }))
	if (minutes !== null) facts.push(t('library.left', { minutes }))
	return (
		<li className="with-action">
			<Entry transcript={transcript}>
				<span className="entry-facts">
					<Dot tone={transcript.state !== 'recording' ? (working ? 'ok' : 'idle') : transcript.away ? 'warn' : paused ? 'idle' : 'live'} />
					{facts.join(' · ')}
				</span>
				{working && <Bar value={progress} label={t('library.progress', { title: transcript.title })} />}
			</Entry>
			{transcript.state !== 'recording' && (
				<IconButton
					name={t('library.cancel', { title: transcript.title })}
					icon={<X size={14} />}
					onClick={() => void transcripts.cancel(transcript.id)}
				/>
			)}
		</li>
	)

	function recordingIs(): Key {
		if (heard === null) return transcript.away ? 'library.away' : 'library.recordingElsewhere'
		return paused ? 'library.paused' : 'library.recording'
	}

	function stateText(): string {
		switch (transcript.state) {
			case 'recording':
				return t(recordingIs(), { clock: clock(heard ?? transcript.samples) })
			case 'queued':
				return transcript.position === null ? t('library.waiting') : t('library.queued', { position: transcript.position })
			case 'decoding':
				return transcript.cursor === 0 ? t('library.decoding') : t('library.transcribing')
			default:
				return t('library.transcribing')
		}
	}
})

function Sending({ upload }: { readonly upload: Upload }) {
	const { uploads } = useApp()
	const words = useWords()
	const { t, bytes } = words
	const wanted = useFrom(uploads, state => state.wanted === upload.id)
	const fraction = upload.bytes === 0 ? null : upload.sent / upload.bytes
	return (
		<li className="with-action">
			<div className="entry" aria-current={wanted ? 'true' : undefined}>
				{/* It is shown as soon as it is there. */}
				<button type="button" className="entry-title stretched" dir="auto" onClick={() => uploads.want(upload.id)}>
					{upload.name}
				</button>
				<span className="entry-facts">
					<Dot tone={upload.state === 'failed' ? 'bad' : upload.state === 'sending' ? 'ok' : 'idle'} />
					{upload.state === 'failed'
						? upload.problem && words.problem(upload.problem)
						: upload.state === 'waiting'
							? t('library.uploadWaiting')
							: t('library.copied', { sent: bytes(upload.sent), total: bytes(upload.bytes) })}
				</span>
				{upload.state === 'sending' && <Bar value={fraction} label={t('library.uploading', { name: upload.name })} />}
			</div>
			{upload.state === 'failed' && (
				<IconButton name={t('library.retry')} icon={<RotateCcw size={14} />} onClick={() => uploads.retry(upload.id)} />
			)}
			<IconButton
				name={upload.state === 'failed' ? t('library.remove', { name: upload.name }) : t('library.cancel', { title: upload.name })}
				icon={<X size={14} />}
				onClick={() => uploads.cancel(upload.id)}
			/>
		</li>
	)
}
