import { useEffect, useRef, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { changeOf, type Told, told } from './announce.ts'

/** Says aloud, for those who don't see it, when a recording begins, pauses, ends, or can't hear. */
export function Announcer() {
	const { recording } = useApp()
	const { t } = useWords()
	const [said, say] = useState<{ what: string; n: number }>({ what: '', n: 0 })
	const before = useRef<Told>(told(recording.getState()))
	useEffect(
		() =>
			recording.subscribe(state => {
				const now = told(state)
				const what = changeOf(before.current, now)
				before.current = now
				if (what !== null) say(last => ({ what, n: last.n + 1 }))
			}),
		[recording]
	)
	return (
		<div className="sr-only" role="status">
			{/* A new element: the same sentence twice is said twice. */}
			<span key={said.n}>{said.what === '' ? '' : t('record.said', { what: said.what })}</span>
		</div>
	)
}
