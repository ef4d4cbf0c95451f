import { Toast } from '@base-ui/react/toast'
import { Languages, Pause, Play } from 'lucide-react'
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWishWords } from '../../messages/use-wish-words.ts'
import { useWords } from '../../messages/use-words.ts'
import { queueLeft, roundSpeed } from '../../stores/queue.ts'
import { IconButton } from '../../ui/controls.tsx'
import { useFilePicker } from './file-picker.tsx'
import { QueueRow } from './queue-row.tsx'
import { type Move, neighbourOf } from './reorder.ts'
import { useRows } from './use-rows.ts'

/** Pixels, until a row has been measured. */
const ROW_HEIGHT = 53

/** Files at work and in line, in the order of their turns. */
export function QueueView({ queue, clearable }: { readonly queue: readonly Transcript[]; readonly clearable: number }) {
	const { transcripts, notices } = useApp()
	const { t } = useWords()
	const [said, setSaid] = useState('')
	const moved = useRef<string | null>(null)
	const line = useMemo(() => queue.filter(({ state }) => state === 'queued' || state === 'paused').map(({ id }) => id), [queue])
	const positions = useMemo(
		() => new Map(queue.filter(({ state, place }) => state === 'queued' && place !== null).map(({ id }, n) => [id, n + 1])),
		[queue]
	)
	const { list, virtual, placeOf, focus, onFocus, onBlur } = useRows<HTMLUListElement>(
		queue.length,
		() => ROW_HEIGHT,
		index => queue[index]?.id ?? String(index)
	)
	// A row that moves loses the focus, and with it whoever moves it on by keys.
	useLayoutEffect(() => {
		const index = queue.findIndex(({ id }) => id === moved.current)
		if (index >= 0) focus(index)
		moved.current = null
	}, [queue, focus])
	const put = useCallback(
		(id: string, before: string | null) => void transcripts.move(id, before).then(problem => problem && notices.tell(problem)),
		[transcripts, notices]
	)
	const move = useCallback(
		(transcript: Transcript, how: Move) => {
			const to = neighbourOf(line, transcript.id, how)
			if (to === undefined) return
			moved.current = transcript.id
			setSaid(t('queue.moved', { title: transcript.title, position: to.place }))
			put(transcript.id, to.before)
		},
		[line, t, put]
	)
	return (
		<>
			{queue.length > 0 && <Head queue={queue} />}
			<ul ref={list} className="rows" style={{ height: virtual.getTotalSize() }} onFocus={onFocus} onBlur={onBlur}>
				{virtual.getVirtualItems().map(({ index, key, start }) => {
					const transcript = queue[index]
					if (transcript === undefined) return null
					return (
						<li
							key={key}
							ref={virtual.measureElement}
							data-index={index}
							aria-setsize={queue.length}
							aria-posinset={index + 1}
							style={placeOf(start)}
						>
							<QueueRow
								transcript={transcript}
								inLine={transcript.state === 'queued' || transcript.state === 'paused'}
								position={positions.get(transcript.id) ?? null}
								onMove={move}
								onDrop={put}
							/>
						</li>
					)
				})}
			</ul>
			{clearable > 0 && <Clear files={clearable} />}
			<div className="sr-only" role="status">
				{said}
			</div>
		</>
	)
}

function Head({ queue }: { readonly queue: readonly Transcript[] }) {
	const { settings, notices, preferences } = useApp()
	const { t } = useWords()
	const pick = useFilePicker()
	const { canChoose } = useWishWords(useFrom(preferences, state => state.filesWish))
	const paused = useFrom(settings, state => state.settings?.queuePaused ?? false)
	const { files, minutes, unknown, speed } = useMemo(() => queueLeft(queue), [queue])
	// Those that the user has paused, each by itself, are not waited for.
	const facts = [files === 0 ? t('queue.onlyPaused', { files: queue.length }) : t('queue.files', { files })]
	if (paused) facts.push(t('queue.paused'))
	else {
		if (speed !== null) facts.push(t('queue.speed', { speed: roundSpeed(speed) }))
		if (minutes !== null) facts.push(t('queue.left', { minutes }))
		if (unknown > 0 && unknown < files && minutes !== null) facts.push(t('queue.unknown', { files: unknown }))
	}
	const toggle = () => void settings.change({ queuePaused: !paused }).then(problem => problem && notices.tell(problem))
	return (
		<div className="queue-head">
			<div>
				<h2>{t('queue.name')}</h2>
				<p>{facts.join(' · ')}</p>
			</div>
			{canChoose && <IconButton name={t('wish.files')} icon={<Languages size={15} />} onClick={pick.wish} />}
			<IconButton
				name={t(paused ? 'queue.resumeAll' : 'queue.pauseAll')}
				icon={paused ? <Play size={15} /> : <Pause size={15} />}
				onClick={toggle}
			/>
		</div>
	)
}

/** What ended without a word is of no use to anyone but as a reminder: away with all of it, and back. */
function Clear({ files }: { readonly files: number }) {
	const { transcripts, notices } = useApp()
	const { t } = useWords()
	const toasts = Toast.useToastManager()
	const restore = async (ids: readonly string[]) => {
		for (const id of ids) {
			const problem = await transcripts.restore(id)
			if (problem) return notices.tell(problem)
		}
	}
	const clear = async () => {
		const cleared = await transcripts.clearQueue()
		if (!cleared.ok) return notices.tell(cleared.problem)
		const ids = cleared.value
		const toast = toasts.add({
			description: t('queue.cleared', { files: ids.length }),
			timeout: 10_000,
			actionProps: {
				children: t('transcript.undo'),
				onClick: () => {
					toasts.close(toast)
					void restore(ids)
				}
			}
		})
	}
	return (
		<button type="button" className="queue-clear link" onClick={() => void clear()}>
			{t('queue.clear', { files })}
		</button>
	)
}
