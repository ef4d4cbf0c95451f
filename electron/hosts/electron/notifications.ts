import type { NotificationConstructorOptions } from 'electron'
import type { News } from './activity.ts'
import type { Words } from './messages/words.ts'

/** News of so many ms are told together: of twenty files that fail at once, one notification. */
export const GATHER_MS = 1_500

/** What the system is to tell, and the place in the window that it leads to. Null: nothing. Titles only, nothing of what was said. */
export function notificationOf(news: readonly News[], { t }: Words): { options: NotificationConstructorOptions; hash: string } | null {
	const [first] = news
	if (first === undefined) return null
	if (news.length > 1) {
		const body = news.map(each => each.title).join(', ')
		return { options: { title: t('notify.several', { n: news.length }), body: shortened(body) }, hash: '#/' }
	}
	const title = t(first.end === 'done' ? 'notify.done' : 'notify.failed')
	return { options: { title, body: shortened(first.title) }, hash: `#/transcripts/${first.id}` }
}

/** Systems cut at different lengths, some in the middle of a character. */
function shortened(text: string): string {
	const characters = [...text]
	return characters.length > 120 ? `${characters.slice(0, 119).join('')}…` : text
}
