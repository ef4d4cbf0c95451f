import { useEffect, useState } from 'react'

/** The time, ms since 1970, fresh every `everyMs` while something shows it. */
export function useNow(everyMs: number): number {
	const [now, setNow] = useState(Date.now)
	useEffect(() => {
		const timer = setInterval(() => setNow(Date.now()), everyMs)
		return () => clearInterval(timer)
	}, [everyMs])
	return now
}
