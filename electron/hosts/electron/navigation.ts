import type { Event, WebContents } from 'electron'
import { isOurs } from './origin.ts'

/** What `guardNavigation` needs of a page. */
export interface Navigable extends Pick<WebContents, 'setWindowOpenHandler'> {
	on(event: 'will-navigate', listener: (event: Going) => void): unknown
	on(event: 'will-redirect', listener: (event: Going) => void): unknown
	on(event: 'will-frame-navigate', listener: (event: Going) => void): unknown
	on(event: 'will-attach-webview', listener: (event: Event, preferences: object, params: Record<string, string>) => void): unknown
}
type Going = Event<{ url: string; isMainFrame: boolean }>

/**
 * Keeps a page at home: no other site, no frame, no window, no webview. Meant for every page there is (`web-contents-created`).
 * Source: electron/electron docs/tutorial/security.md, items 13, 14 and 12.
 */
export function guardNavigation(contents: Navigable, onRefused: (what: string, url: string) => void): void {
	const refuse = (event: { preventDefault(): void }, what: string, url: string) => {
		event.preventDefault()
		onRefused(what, url)
	}
	contents.setWindowOpenHandler(({ url }) => {
		onRefused('open-window', url)
		return { action: 'deny' }
	})
	contents.on('will-navigate', event => {
		if (!isOurs(event.url)) refuse(event, 'navigate', event.url)
	})
	contents.on('will-redirect', event => {
		if (!isOurs(event.url)) refuse(event, 'redirect', event.url)
	})
	contents.on('will-frame-navigate', event => {
		// We have no frames: whoever made one is not us. The main frame is `will-navigate`'s.
		if (!event.isMainFrame) refuse(event, 'navigate-frame', event.url)
	})
	contents.on('will-attach-webview', (event, _preferences, params) => refuse(event, 'attach-webview', params.src ?? ''))
}
