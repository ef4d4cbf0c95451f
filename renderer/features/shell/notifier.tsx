import { useEffect, useRef } from 'react'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { type News, newsOf } from '../../stores/news.ts'
import { hashOf } from '../../stores/place.ts'

/** News of so many ms are told together: of twenty files that fail at once, one notification. */
const GATHER_MS = 1_500

/** In a browser: has the system tell what came to its end while nobody looked, if the user wants that and the browser may. The desktop app does it by itself. */
export function Notifier() {
	const { transcripts, settings, connection } = useApp()
	const { t } = useWords()
	const news = useRef<News[]>([])
	useEffect(() => {
		const isSilent = () =>
			connection.getState().app?.host !== 'browser' ||
			settings.getState().settings?.notify !== true ||
			!('Notification' in window) ||
			Notification.permission !== 'granted' ||
			(document.visibilityState === 'visible' && document.hasFocus())
		const tell = () => {
			const [first, ...more] = news.current.splice(0)
			// Who has come to look meanwhile sees it.
			if (first === undefined || isSilent()) return
			const title = more.length > 0 ? t('notify.several', { n: more.length + 1 }) : t(`notify.${first.end}`)
			const notification = new Notification(title, {
				body: [first, ...more].map(each => each.title).join(', '),
				// Of several pages the last one tells it, in place of the others.
				tag: `holdfast ${first.id}`
			})
			notification.onclick = () => {
				window.focus()
				location.hash = hashOf(more.length > 0 ? { at: 'home' } : { at: 'transcript', id: first.id })
				notification.close()
			}
		}
		let timer: number | undefined
		const stop = transcripts.subscribe((now, before) => {
			if (now.transcripts === before.transcripts || isSilent()) return
			const more = newsOf(before.transcripts, now.transcripts)
			if (more.length === 0) return
			if (news.current.length === 0) timer = window.setTimeout(tell, GATHER_MS)
			news.current.push(...more)
		})
		return () => {
			stop()
			clearTimeout(timer)
			news.current = []
		}
	}, [transcripts, settings, connection, t])
	return null
}
