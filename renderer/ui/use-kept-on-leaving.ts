import { useEffect, useRef } from 'react'

/** What is being written is kept when the page is hidden or goes, and when its field is taken off the screen: nobody leaves the field then. */
export function useKeptOnLeaving(keep: () => void): void {
	const latest = useRef(keep)
	useEffect(() => {
		latest.current = keep
	})
	useEffect(() => {
		const end = new AbortController()
		const { signal } = end
		const left = () => latest.current()
		document.addEventListener('visibilitychange', left, { signal })
		addEventListener('pagehide', left, { signal })
		// Before the window looks whether all is kept, and asks if not.
		addEventListener('beforeunload', left, { signal, capture: true })
		return () => {
			end.abort()
			left()
		}
	}, [])
}
