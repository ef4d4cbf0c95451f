import { Toast } from '@base-ui/react/toast'
import { Pause, Play } from 'lucide-react'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { queueLeft } from '../../stores/queue.ts'
import { Button, IconButton } from '../../ui/controls.tsx'
import { QueueRow } from './queue-row.tsx'
import { type Move, neighbourOf } from './reorder.ts'

/** As many rows as anyone looks through; the others when they are asked for. */
const SHOWN = 200

/** Files at work and in line, in the order of their turns. */
export function QueueView({ queue, clearable }: { readonly queue: readonly Transcript[]; readonly clearable: number }) {
	const { transcripts, notices } = useApp()
	const { t } = useWords()
	const [all, setAll] = useState(false)
	const [said, setSaid] = useState('')
	const list = useRef<HTMLUListElement>(null)
	const moved = useRef<string | null>(null)
	const line = useMemo(() => queue.filter(({ state }) => state === 'queued' || state === 'paused').map(({ id }) => id), [queue])
	// A row that moves loses the focus, and with it whoever moves it on by keys.
	useLayoutEffect(() => {
		if (moved.current === null || list.current === null || line.length === 0) return
		list.current.querySelector<HTMLElement>(`[data-id="${moved.current}"] a`)?.focus()
		moved.current = null
	}, [line])
	const put = (id: string, before: string | null) => void transcripts.move(id, before).then(problem => problem && notices.tell(problem))
	const move = (transcript: Transcript, how: Move) => {
		const to = neighbourOf(line, transcript.id, how)
		if (to === undefined) return
		moved.current = transcript.id
		setSaid(t('queue.moved', { title: transcript.title, position: to.place }))
		put(transcript.id, to.before)
	}
	return (
		<>
			{queue.length > 0 && <Head queue={queue} />}
			<ul ref={list}>
				{queue.slice(0, all ? undefined : SHOWN).map(each => (
					<QueueRow key={each.id} transcript={each} inLine={line.includes(each.id)} onMove={move} onDrop={put} />
				))}
			</ul>
			{!all && queue.length > SHOWN && (
				<Button kind="quiet" className="wide" onClick={() => setAll(true)}>
					{t('queue.more', { files: queue.length - SHOWN })}
				</Button>
			)}
			{clearable > 0 && <Clear files={clearable} />}
			<div className="sr-only" role="status">
				{said}
			</div>
		</>
	)
}

function Head({ queue }: { readonly queue: readonly Transcript[] }) {
	const { settings, notices } = useApp()
	const { t } = useWords()
	const paused = useFrom(settings, state => state.settings?.queuePaused ?? false)
	const { files, minutes, unknown, speed } = useMemo(() => queueLeft(queue), [queue])
	const facts = [t('queue.files', { files })]
	if (paused) facts.push(t('queue.paused'))
	else {
		if (speed !== null) facts.push(t('queue.speed', { speed: Math.round(speed) }))
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
