import { Notification } from 'electron'
import type { News } from './activity.ts'
import type { Words } from './messages/words.ts'
import { GATHER_MS, notificationOf } from './notifications.ts'

export interface NotifierOptions {
	words(): Words
	/** The user looks at the window, or wants to be told nothing. */
	isSilent(): boolean
	/** A notification was clicked: the place in the window that it leads to. */
	open(hash: string): void
}

/** Has the system tell what came to its end while nobody looked. */
export class Notifier {
	readonly #options: NotifierOptions
	/** Shown ones, held: one that was collected is not heard any more. */
	readonly #shown = new Set<Notification>()
	#news: News[] = []

	constructor(options: NotifierOptions) {
		this.#options = options
	}

	add(news: News): void {
		if (this.#options.isSilent()) return
		if (this.#news.length === 0) setTimeout(() => this.#tell(), GATHER_MS).unref()
		this.#news.push(news)
	}

	#tell(): void {
		const told = notificationOf(this.#news, this.#options.words())
		this.#news = []
		// Who has come to look meanwhile sees it.
		if (told === null || this.#options.isSilent() || !Notification.isSupported()) return
		const notification = new Notification(told.options)
		this.#shown.add(notification)
		notification.on('click', () => this.#options.open(told.hash))
		notification.on('close', () => this.#shown.delete(notification))
		notification.show()
	}
}
