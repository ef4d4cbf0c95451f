import { type RefObject, useEffect } from 'react'
import { useApp, useFrom } from '../../app-context.ts'

const SCROLLS: ReadonlySet<string> = new Set(['PageUp', 'PageDown', 'Home', 'End'])

/** Whether the text keeps what is spoken in sight: not any more once somebody scrolls by hand while it plays. */
export function useFollowing(scroll: RefObject<HTMLElement | null>): boolean {
	const { playback } = useApp()
	useEffect(() => {
		const element = scroll.current
		const scrolled = (event: Event) => {
			if (event instanceof KeyboardEvent && !SCROLLS.has(event.key)) return
			// A press on the region itself is one on its scroll bar.
			if (event.type === 'pointerdown' && event.target !== element) return
			if (playback.getState().playing) playback.setFollowing(false)
		}
		const events = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const
		for (const event of events) element?.addEventListener(event, scrolled, { passive: true })
		return () => {
			for (const event of events) element?.removeEventListener(event, scrolled)
		}
	}, [playback, scroll])
	return useFrom(playback, state => state.following)
}
