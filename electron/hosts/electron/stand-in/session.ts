import type { MediaAccessPermissionRequest, PermissionCheckHandlerHandlerDetails, Streams } from 'electron'
import type { StandInFrame } from './ipc.ts'
import { called } from './trace.ts'

type RequestHandler = (
	contents: unknown,
	permission: string,
	callback: (granted: boolean) => void,
	details: MediaAccessPermissionRequest
) => void
type CheckHandler = (contents: unknown, permission: string, origin: string, details: PermissionCheckHandlerHandlerDetails) => boolean

type DisplayHandler = (
	request: { frame: StandInFrame | null; securityOrigin: string; videoRequested: boolean; audioRequested: boolean; userGesture: boolean },
	callback: (streams: Streams | null) => void
) => void

class StandInSession {
	#display: DisplayHandler | null = null
	#request: RequestHandler | null = null
	#check: CheckHandler | null = null
	readonly #schemes = new Map<string, (request: Request) => Response | Promise<Response>>()

	readonly protocol = {
		handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>): void => {
			called('session.protocol.handle', scheme)
			this.#schemes.set(scheme, handler)
		}
	}

	setSpellCheckerEnabled(enable: boolean): void {
		called('session.setSpellCheckerEnabled', enable)
	}

	setPermissionRequestHandler(handler: RequestHandler | null): void {
		called('session.setPermissionRequestHandler')
		this.#request = handler
	}

	setPermissionCheckHandler(handler: CheckHandler | null): void {
		called('session.setPermissionCheckHandler')
		this.#check = handler
	}

	setDisplayMediaRequestHandler(handler: DisplayHandler | null): void {
		called('session.setDisplayMediaRequestHandler')
		this.#display = handler
	}

	/** A page asks. Without a handler it gets everything. */
	ask(contents: unknown, permission: string, details: MediaAccessPermissionRequest): Promise<boolean> {
		const { promise, resolve } = Promise.withResolvers<boolean>()
		if (this.#request) this.#request(contents, permission, resolve, details)
		else resolve(true)
		return promise
	}

	/**
	 * `getDisplayMedia` of a page: asked for as `media` of no type, then what it is to have. Gives what it gets of sound, or why nothing. Without
	 * a handler nothing can be had; a picture was asked for and must be given.
	 */
	async displayMedia(contents: { readonly mainFrame: StandInFrame }, audioRequested: boolean): Promise<string> {
		const frame = contents.mainFrame
		const details = { isMainFrame: true, requestingUrl: frame.url, securityOrigin: `${frame.origin}/`, mediaTypes: [] }
		if (!(await this.ask(contents, 'media', details))) return 'PERMISSION_DENIED'
		const { promise, resolve } = Promise.withResolvers<Streams | null>()
		if (this.#display === null) return 'NOT_SUPPORTED'
		this.#display({ frame, securityOrigin: details.securityOrigin, videoRequested: true, audioRequested, userGesture: true }, resolve)
		const streams = await promise
		if (streams === null) return 'INVALID_DISPLAY_CAPTURE_CONSTRAINTS'
		if (streams.video === undefined) throw new TypeError('Video was requested, but no video stream was provided')
		return typeof streams.audio === 'string' ? streams.audio : 'no sound'
	}

	check(permission: string, origin: string, details: PermissionCheckHandlerHandlerDetails): boolean {
		return this.#check?.(null, permission, origin, details) ?? true
	}

	/** A page of this session loads something. */
	async fetch(url: string, init: RequestInit = {}): Promise<Response> {
		const handler = this.#schemes.get(new URL(url).protocol.replace(':', ''))
		if (!handler) throw new TypeError('net::ERR_UNKNOWN_URL_SCHEME')
		return await handler(new Request(url, init))
	}
}

const defaultSession = new StandInSession()

export const session = { defaultSession }
