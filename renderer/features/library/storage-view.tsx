import { Trash2 } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { Storage } from '../../../electron/contract/storage.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { hashOf } from '../../stores/place.ts'
import { Ask } from '../../ui/ask.tsx'
import { Note, Skeleton } from '../../ui/controls.tsx'
import { audioThatCanGo } from './audio-that-can-go.ts'
import { FolderSection } from './folder-section.tsx'

const PARTS = ['audio', 'text', 'models', 'crashes', 'logs', 'other'] as const

/** What Holdfast takes of the disk, and which audio can go while its text stays. */
export function StorageView() {
	const { library, notices } = useApp()
	const { t, bytes } = useWords()
	const storage = useFrom(library, state => state.storage)
	useEffect(() => {
		void library.weigh().then(problem => problem && notices.tell(problem))
	}, [library, notices])
	return (
		<div className="page storage">
			<h1>{t('storage.name')}</h1>
			<p className="drill-lead">{t('storage.lead')}</p>
			{storage === null ? (
				<Skeleton lines={6} label={t('storage.loading')} />
			) : (
				<>
					<dl className="storage-parts">
						{PARTS.map(part => (
							<div key={part}>
								<dt>{t(`storage.${part}`)}</dt>
								<dd>{bytes(storage[part])}</dd>
							</div>
						))}
						<div className="sum">
							<dt>{t('storage.all')}</dt>
							<dd>{bytes(PARTS.reduce((sum, part) => sum + storage[part], 0))}</dd>
						</div>
					</dl>
					<FolderSection />
					<AudioList storage={storage} />
				</>
			)}
		</div>
	)
}

function AudioList({ storage }: { readonly storage: Storage }) {
	const { library, transcripts, playback, notices } = useApp()
	const { t, bytes, fullDate } = useWords()
	const known = useFrom(transcripts, state => state.transcripts)
	const list = useMemo(() => audioThatCanGo(Object.values(known ?? {}), storage.audioOf), [known, storage])
	const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
	const [kept, setKept] = useState(0)
	const chosen = list.filter(({ transcript }) => ticked.has(transcript.id))
	const size = bytes(chosen.reduce((sum, each) => sum + each.bytes, 0))
	const tick = (id: string, on: boolean) => setTicked(before => new Set(on ? [...before, id] : [...before].filter(each => each !== id)))
	const discard = async () => {
		const ids = chosen.map(({ transcript }) => transcript.id)
		const playing = playback.getState().transcript
		if (playing !== null && ids.includes(playing)) playback.stop()
		setTicked(new Set())
		const done = await library.discardAudio(ids)
		if (done.ok) setKept(done.value.kept.length)
		else notices.tell(done.problem)
	}
	return (
		<section aria-labelledby="storage-audio">
			<h2 id="storage-audio">{t('storage.canGo')}</h2>
			<p className="hint">{t(list.length === 0 ? 'storage.noAudio' : 'storage.canGoHint')}</p>
			{kept > 0 && <Note tone="warn">{t('storage.kept', { n: kept })}</Note>}
			{list.length > 0 && (
				<div className="storage-do">
					<label>
						<input
							type="checkbox"
							checked={chosen.length === list.length}
							ref={box => {
								if (box) box.indeterminate = chosen.length > 0 && chosen.length < list.length
							}}
							onChange={event => setTicked(new Set(event.currentTarget.checked ? list.map(({ transcript }) => transcript.id) : []))}
						/>
						{t('storage.selected', { n: chosen.length, size })}
					</label>
					<Ask
						label={t('storage.discard')}
						icon={<Trash2 size={15} />}
						disabled={chosen.length === 0}
						title={t('storage.discardTitle', { n: chosen.length, size })}
						hint={t('storage.discardHint')}
						doIt={t('storage.discard')}
						cancel={t('transcript.cancel')}
						onSure={() => void discard()}
					/>
				</div>
			)}
			<ul className="storage-list">
				{list.map(({ transcript: { id, title, createdAt, samples }, bytes: size }) => (
					<li key={id}>
						<input
							type="checkbox"
							aria-label={t('storage.select', { title })}
							checked={ticked.has(id)}
							onChange={event => tick(id, event.currentTarget.checked)}
						/>
						<a href={hashOf({ at: 'transcript', id })} dir="auto">
							{title}
						</a>
						<span>{fullDate(createdAt)}</span>
						<span>{clock(samples)}</span>
						<b>{bytes(size)}</b>
					</li>
				))}
			</ul>
		</section>
	)
}
