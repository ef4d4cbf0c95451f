import { type HandedOver, readHandedOver } from './handed-over.ts'
import { placeOfLink } from './links.ts'

type OutsideApp = {
	on(event: 'second-instance', listener: (event: unknown, argv: string[], folder: string, data: unknown) => void): unknown
	on(event: 'open-file' | 'open-url', listener: (event: { preventDefault(): void }, what: string) => void): unknown
	on(event: 'activate', listener: () => void): unknown
}

/** Who does what was asked from outside. */
export interface Opener {
	files(paths: readonly string[]): void
	/** A place in the window. */
	show(hash: string): void
	comeForward(): void
	/** Records, unless something is being recorded. */
	record(): void
	refused(link: string): void
}

/**
 * Files and links that other programs hand to Holdfast: on the command line, by a second start, and on macOS as events, of which the first
 * come before `ready`. They wait until there is somebody to open them. To be made before `ready`.
 */
export class Outside {
	readonly #waiting: ((opener: Opener) => void)[] = []
	#opener: Opener | null = null

	constructor(app: OutsideApp, first: HandedOver) {
		this.#take(first)
		app.on('second-instance', (_event, _argv, _folder, data) => {
			this.#do(opener => opener.comeForward())
			this.#take(readHandedOver(data))
		})
		app.on('open-file', (event, path) => {
			event.preventDefault()
			this.#take({ files: [path], links: [], record: false })
		})
		app.on('open-url', (event, link) => {
			event.preventDefault()
			this.#take({ files: [], links: [link], record: false })
		})
		// macOS: a click on the icon in the Dock. One that comes of the start itself asks for nothing: it may be hidden.
		app.on('activate', () => this.#opener?.comeForward())
	}

	openWith(opener: Opener): void {
		this.#opener = opener
		for (const wish of this.#waiting.splice(0)) wish(opener)
	}

	#take({ files, links, record }: HandedOver): void {
		if (record) this.#do(opener => opener.record())
		if (files.length > 0) this.#do(opener => opener.files(files))
		for (const link of links) {
			const place = placeOfLink(link)
			this.#do(opener => {
				if (place === null) return opener.refused(link)
				opener.show(place)
				opener.comeForward()
			})
		}
	}

	#do(wish: (opener: Opener) => void): void {
		if (this.#opener) wish(this.#opener)
		else this.#waiting.push(wish)
	}
}
