import { Check, Star } from 'lucide-react'
import type { DragEvent, ReactNode } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { electronBridge } from '../../api/transport-electron.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { hashOf } from '../../stores/place.ts'
import { RenameField } from './rename-field.tsx'

interface EntryProps {
	readonly transcript: Transcript
	readonly children: ReactNode
	/** It is dragged within the list by whoever is around it. */
	readonly dragged?: boolean
	/** It can be selected and named anew where it stands; `onNamed`: it has been. */
	readonly onNamed?: (id: string) => void
}

/** A transcript in the sidebar: its title, and the way to it. */
export function Entry({ transcript, children, dragged = false, onNamed }: EntryProps) {
	const { place, library } = useApp()
	const { t } = useWords()
	const on = useFrom(place, state => state.place.at === 'transcript' && state.place.id === transcript.id)
	const isSelected = useFrom(library, state => onNamed !== undefined && state.selected.has(transcript.id))
	const isRenamed = useFrom(library, state => onNamed !== undefined && state.renaming === transcript.id)
	const bridge = electronBridge()
	const dragOut = (event: DragEvent) => {
		const { id, title, words } = transcript
		if (words === 0) return
		// Out of the window it is a file, where the system can take one; the page alone would drag its address.
		if (bridge === null) return event.dataTransfer.setData('DownloadURL', `text/plain:${nameOf(title)}:${location.origin}/texts/${id}.txt`)
		event.preventDefault()
		bridge.sendDesktop({ type: 'drag', transcript: id, format: 'txt' })
	}
	if (isRenamed && onNamed)
		return (
			<div className="entry">
				<RenameField transcript={transcript} onDone={() => onNamed(transcript.id)} />
				{children}
			</div>
		)
	return (
		<a
			className={isSelected ? 'entry selected' : 'entry'}
			href={hashOf({ at: 'transcript', id: transcript.id })}
			aria-current={on ? 'page' : undefined}
			{...(dragged ? { draggable: false } : { onDragStart: dragOut })}
		>
			<span className="entry-title" dir="auto">
				{isSelected && <Check size={14} role="img" aria-label={t('library.isSelected')} />}
				{transcript.favourite && <Star size={13} className="star" role="img" aria-label={t('library.isFavourite')} />}
				{transcript.title}
			</span>
			{children}
		</a>
	)
}

/** A file's name that every system takes; a colon would end it in what Chromium reads. */
function nameOf(title: string): string {
	return `${title.replace(/[\p{Cc}:/\\?*"<>|]+/gu, '_')}.txt`
}
