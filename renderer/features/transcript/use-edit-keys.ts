import { type RefObject, useEffect } from 'react'
import type { SpeakerName } from '../../../electron/contract/records.ts'
import { isInPopup, takesLetters } from '../../ui/own-keys.ts'
import { type Line, neighbour, type SpokenLine } from './arrange.ts'
import type { LineActions } from './use-editing.ts'

/**
 * Keys that are heard while a transcript is open: F2 writes in the line that has the focus, or is played, or is the first; Alt with a number says who
 * speaks in it; undo and redo, wherever nothing else is being written.
 */
export function useEditKeys(
	lines: RefObject<readonly Line[]>,
	active: number,
	speakers: readonly SpeakerName[],
	actions: LineActions
): void {
	useEffect(() => {
		const current = (): SpokenLine | null => {
			const focused = document.activeElement?.closest<HTMLElement>('.lines [data-index]')?.dataset.index
			const at = focused === undefined ? (active < 0 ? neighbour(lines.current, -1, 1) : active) : Number(focused)
			const line = lines.current[at]
			return line?.type === 'segment' ? line : null
		}
		const pressed = (event: KeyboardEvent) => {
			if (event.defaultPrevented) return
			const act = actionOf(event)
			if (act === null) return
			event.preventDefault()
			act()
		}
		const actionOf = (event: KeyboardEvent): (() => void) | null => {
			const target = event.target as Element
			if (isInPopup(target)) return null
			const key = event.key.toLowerCase()
			const command = event.ctrlKey || event.metaKey
			const line = current()
			const digit = /^Digit(\d)$/.exec(event.code)?.[1]
			if (event.altKey && !command && digit !== undefined) {
				const speaker = digit === '0' ? null : speakers[Number(digit) - 1]
				return line !== null && speaker !== undefined ? () => actions.speak(line, speaker?.id ?? null) : null
			}
			if (event.altKey || takesLetters(target)) return null
			if (key === 'f2' && !command) return line === null ? null : () => actions.edit(line, 0)
			if (command && key === 'z') return event.shiftKey ? actions.redo : actions.undo
			return command && key === 'y' ? actions.redo : null
		}
		addEventListener('keydown', pressed)
		return () => removeEventListener('keydown', pressed)
	}, [lines, active, speakers, actions])
}
