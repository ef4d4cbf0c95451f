import type { DragEvent, ReactNode } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { electronBridge } from '../../api/transport-electron.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { hashOf } from '../../stores/place.ts'

interface EntryProps {
	readonly transcript: Transcript
	readonly children: ReactNode
	/** It is dragged within the list by whoever is around it. */
	readonly dragged?: boolean
}

/** A transcript in the sidebar: its title, and the way to it. */
export function Entry({ transcript, children, dragged = false }: EntryProps) {
	const { place } = useApp()
	const on = useFrom(place, state => state.place.at === 'transcript' && state.place.id === transcript.id)
	const bridge = electronBridge()
	const dragOut = (event: DragEvent) => {
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
			{...(dragged ? { draggable: false } : { onDragStart: dragOut })}
		>
			<span className="entry-title" dir="auto">
				{transcript.title}
			</span>
			{children}
		</a>
	)
}
