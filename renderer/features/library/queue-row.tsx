import { Menu } from '@base-ui/react/menu'
import { GripVertical, MoreHorizontal, Pause, Play } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, memo, useState } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { NO_WISH } from '../../../electron/contract/wish.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWishName, useWishWords } from '../../messages/use-wish-words.ts'
import { useWords } from '../../messages/use-words.ts'
import { minutesLeft, progressOf, roundSpeed } from '../../stores/queue.ts'
import { Bar, Dot, IconButton } from '../../ui/controls.tsx'
import { Entry } from './entry.tsx'
import type { Move } from './reorder.ts'
import { WishDialog } from './wish-dialog.tsx'

interface RowProps {
	readonly transcript: Transcript
	/** It waits, and can be put elsewhere. */
	readonly inLine: boolean
	/** Which in line it is, 1 being the next whose turn comes; null when it does not wait. */
	readonly position: number | null
	readonly onMove: (transcript: Transcript, how: Move) => void
	/** What was dragged is to come before that one. */
	readonly onDrop: (id: string, before: string | null) => void
}

/** What is dragged, as this page names it to itself. */
const DRAGGED = 'application/x-holdfast-transcript'

/** A file of the queue: how far it is, and what can be done with it. Alt and the arrow keys put it elsewhere. */
export const QueueRow = memo(function QueueRow({ transcript, inLine, position, onMove, onDrop }: RowProps) {
	const { t } = useWords()
	const [over, setOver] = useState(false)
	const { id, title } = transcript
	const works = transcript.state === 'decoding' || transcript.state === 'transcribing'
	const progress = progressOf(transcript)
	const facts = useFacts(transcript, position, progress)
	const keys = (event: KeyboardEvent) => {
		if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || !inLine) return
		event.preventDefault()
		event.stopPropagation()
		onMove(transcript, event.key === 'ArrowUp' ? 'up' : 'down')
	}
	const drag = {
		draggable: true,
		onDragStart: (event: DragEvent) => {
			event.dataTransfer.setData(DRAGGED, id)
			event.dataTransfer.effectAllowed = 'move'
		},
		onDragOver: (event: DragEvent) => {
			if (!event.dataTransfer.types.includes(DRAGGED)) return
			event.preventDefault()
			setOver(true)
		},
		onDragLeave: () => setOver(false),
		onDrop: (event: DragEvent) => {
			setOver(false)
			const dragged = event.dataTransfer.getData(DRAGGED)
			if (dragged === '') return
			event.preventDefault()
			if (dragged !== id) onDrop(dragged, id)
		}
	}
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the link in it
		<div className={over ? 'queued over' : 'queued'} onKeyDown={keys} {...(inLine ? drag : {})}>
			{inLine && <GripVertical className="grip" size={14} aria-hidden="true" />}
			<Entry transcript={transcript} dragged={inLine}>
				<span className="entry-facts">
					<Dot tone={works ? 'ok' : transcript.problem === null ? 'idle' : 'warn'} />
					{facts.join(' · ')}
				</span>
				{(works || (progress ?? 0) > 0) && <Bar value={progress} label={t('library.progress', { title })} />}
			</Entry>
			<Actions transcript={transcript} inLine={inLine} onMove={onMove} />
		</div>
	)
})

function useFacts(transcript: Transcript, position: number | null, progress: number | null): string[] {
	const { settings } = useApp()
	const { t } = useWords()
	const paused = useFrom(settings, state => state.settings?.queuePaused ?? false)
	const { state, cursor, speed } = transcript
	const wish = useWishName(transcript.wish)
	const wished = wish === null ? [] : [wish]
	const minutes = minutesLeft(transcript)
	const percent = progress === null ? [] : [t('library.percent', { fraction: progress })]
	switch (state) {
		case 'paused':
			return [t('queue.isPaused'), ...percent, ...wished]
		case 'queued':
			if (transcript.problem?.code === 'no-room') return [t('library.noRoom')]
			return [position === null || paused ? t('library.waiting') : t('library.queued', { position }), ...wished]
		default: {
			// How far it is says that it is at work: there is room for little more.
			const facts =
				percent.length > 0 && cursor > 0 ? percent : [t(state === 'decoding' && cursor === 0 ? 'library.decoding' : 'library.transcribing')]
			if (speed !== null) facts.push(t('queue.speed', { speed: roundSpeed(speed) }))
			if (minutes !== null) facts.push(t('queue.left', { minutes }))
			return [...facts, ...wished]
		}
	}
}

function Actions({ transcript, inLine, onMove }: Omit<RowProps, 'position' | 'onDrop'>) {
	const { transcripts, notices } = useApp()
	const { t } = useWords()
	const { id, title, state } = transcript
	const paused = state === 'paused'
	const tell = (problem: Awaited<ReturnType<typeof transcripts.pause>>) => problem && notices.tell(problem)
	const wish = transcript.wish ?? NO_WISH
	const { canChoose } = useWishWords(wish)
	const [asks, setAsks] = useState(false)
	return (
		<div className="queue-actions">
			<IconButton
				name={t(paused ? 'queue.resume' : 'queue.pause', { title })}
				icon={paused ? <Play size={14} /> : <Pause size={14} />}
				onClick={() => void (paused ? transcripts.resume(id) : transcripts.pause(id)).then(tell)}
			/>
			<Menu.Root>
				<Menu.Trigger className="button quiet icon-only" aria-label={t('queue.actions', { title })}>
					<MoreHorizontal size={14} />
				</Menu.Trigger>
				<Menu.Portal>
					<Menu.Positioner sideOffset={6} align="end" className="floating">
						<Menu.Popup className="popup menu" aria-label={t('queue.actions', { title })}>
							{inLine &&
								(['first', 'up', 'down'] as const).map(how => (
									<Menu.Item key={how} className="menu-item" onClick={() => onMove(transcript, how)}>
										<span>{t('queue.move', { how })}</span>
										{how !== 'first' && <small>{how === 'up' ? 'Alt ↑' : 'Alt ↓'}</small>}
									</Menu.Item>
								))}
							{canChoose && (
								<Menu.Item className="menu-item" onClick={() => setAsks(true)}>
									<span>{t('wish.choose')}</span>
								</Menu.Item>
							)}
							<Menu.Item className="menu-item" onClick={() => void transcripts.cancel(id).then(tell)}>
								<span>{t('transcript.cancel')}</span>
							</Menu.Item>
						</Menu.Popup>
					</Menu.Positioner>
				</Menu.Portal>
			</Menu.Root>
			{asks && (
				<WishDialog
					wish={wish}
					open
					title={t('wish.one', { title })}
					hint={t('wish.oneHint')}
					onClose={() => setAsks(false)}
					onChoose={chosen => void transcripts.wish(id, chosen).then(tell)}
				/>
			)}
		</div>
	)
}
