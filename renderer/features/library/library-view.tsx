import { HardDrive, Trash2 } from 'lucide-react'
import { memo, type ReactNode, useCallback, useMemo } from 'react'
import { MICROPHONE } from '../../../electron/contract/audio-frame.ts'
import type { Transcript } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Key } from '../../messages/words.ts'
import { type Chosen, EVERYTHING } from '../../stores/library-choice.ts'
import { hashOf } from '../../stores/place.ts'
import { Button, Dot, Skeleton } from '../../ui/controls.tsx'
import { useNow } from '../../ui/use-now.ts'
import { arrangeLibrary, type Day } from './arrange.ts'
import { chooseFrom, tagsOf } from './choose.ts'
import { ChooseMenu } from './choose-menu.tsx'
import { DayList } from './day-list.tsx'
import { Entry } from './entry.tsx'
import { FilesWishLine } from './files-wish.tsx'
import { OpenButton } from './open-button.tsx'
import { QueueView } from './queue-view.tsx'
import { SendingRows } from './sending.tsx'

/** What is under way, and everything that was said before, by day. */
export function LibraryView() {
	const { transcripts, uploads, preferences } = useApp()
	const { t, day, locale } = useWords()
	const byId = useFrom(transcripts, state => state.transcripts)
	const sending = useFrom(uploads, state => state.uploads.length)
	const now = useNow(60_000)
	const arranged = useMemo(() => (byId === null ? null : arrangeLibrary(Object.values(byId), now)), [byId, now])
	const chosen = useFrom(preferences, state => state.library)
	const choose = (library: Chosen) => preferences.setState({ library })
	const collator = useMemo(() => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }), [locale])
	const days = useMemo(() => chooseFrom(arranged?.days ?? [], chosen, collator), [arranged, chosen, collator])
	const tags = useMemo(
		() =>
			tagsOf(
				(arranged?.days ?? []).flatMap(({ transcripts }) => transcripts),
				collator
			),
		[arranged, collator]
	)
	const { order } = chosen
	const headingOf = useCallback(
		({ is, at }: Day) => (order !== 'newest' ? t(`library.order.${order}`) : is === 'earlier' ? day(at) : t(`library.${is}`)),
		[day, t, order]
	)
	return (
		<section className="library" aria-label={t('library.name')}>
			<OpenButton />
			<FilesWishLine />
			{arranged === null && <Skeleton lines={5} label={t('library.loading')} />}
			{(sending > 0 || (arranged?.recordings.length ?? 0) > 0) && (
				<>
					<h2>{t('library.now')}</h2>
					<ul>
						{arranged?.recordings.map(each => (
							<BeingRecorded key={each.id} transcript={each} />
						))}
						<SendingRows />
					</ul>
				</>
			)}
			{arranged && <QueueView queue={arranged.queue} clearable={arranged.clearable} />}
			{arranged && arranged.days.length > 0 && <ChooseMenu chosen={chosen} tags={tags} onChoose={choose} />}
			{arranged && arranged.days.length > 0 && days.length === 0 && (
				<p className="hint">
					{t('library.noneChosen')}{' '}
					<Button kind="quiet" onClick={() => choose(EVERYTHING)}>
						{t('library.showAll')}
					</Button>
				</p>
			)}
			{arranged && (
				<DayList days={days} headingOf={headingOf}>
					{entryOf}
				</DayList>
			)}
			{arranged !== null && arranged.recordings.length + arranged.queue.length + arranged.days.length + sending === 0 && (
				<p className="hint">{t('library.empty')}</p>
			)}
			{arranged !== null && (
				<div className="library-foot">
					<FootLink at="trash" icon={<Trash2 size={15} />} />
					<FootLink at="storage" icon={<HardDrive size={15} />} />
				</div>
			)}
		</section>
	)
}

function FootLink({ at, icon }: { readonly at: 'trash' | 'storage'; readonly icon: ReactNode }) {
	const { place } = useApp()
	const { t } = useWords()
	const here = useFrom(place, state => state.place.at === at)
	return (
		<a className="button quiet" href={hashOf({ at })} aria-current={here ? 'page' : undefined}>
			{icon}
			{t(`${at}.name`)}
		</a>
	)
}

const entryOf = (transcript: Transcript, onNamed: (id: string) => void) => <Ended transcript={transcript} onNamed={onNamed} />

const Ended = memo(function Ended({ transcript, onNamed }: { readonly transcript: Transcript; readonly onNamed: (id: string) => void }) {
	const { t } = useWords()
	const { state, samples, words, gaps, notices, tags } = transcript
	const facts = [clock(samples), t('library.words', { words })]
	if (gaps > 0) facts.push(t('library.gaps', { gaps }))
	if (transcript.polishing !== null) facts.push(t(transcript.polishModel === null ? 'library.polishing' : 'library.anew'))
	return (
		<Entry transcript={transcript} onNamed={onNamed}>
			<span className="entry-facts">
				{state === 'failed' && <Dot tone="bad" />}
				{state === 'done' && transcript.polishing === null && gaps + notices.length > 0 && <Dot tone="warn" />}
				{transcript.polishing !== null && <Dot tone="ok" />}
				{state === 'failed' ? t('library.failed') : state === 'cancelled' ? t('library.cancelled') : facts.join(' · ')}
				{tags.length > 0 && <bdi className="entry-tags">{tags.map(tag => `#${tag}`).join(' ')}</bdi>}
			</span>
		</Entry>
	)
})

const BeingRecorded = memo(function BeingRecorded({ transcript }: { readonly transcript: Transcript }) {
	const { recording } = useApp()
	const { t } = useWords()
	// Main tells a recording's length when text comes; this window knows better when it records itself.
	const heard = useFrom(recording, state =>
		state.id === transcript.id ? Math.floor(state.heard / MICROPHONE.sampleRate) * MICROPHONE.sampleRate : null
	)
	const paused = useFrom(recording, state => state.id === transcript.id && state.phase === 'paused')
	return (
		<li>
			<Entry transcript={transcript}>
				<span className="entry-facts">
					<Dot tone={transcript.away ? 'warn' : paused ? 'idle' : 'live'} />
					{t(stateIs(), { clock: clock(heard ?? transcript.samples) })}
				</span>
			</Entry>
		</li>
	)

	function stateIs(): Key {
		if (heard === null) return transcript.away ? 'library.away' : 'library.recordingElsewhere'
		return paused ? 'library.paused' : 'library.recording'
	}
})
