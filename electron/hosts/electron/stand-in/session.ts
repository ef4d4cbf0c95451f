import type { MediaAccessPermissionRequest, PermissionCheckHandlerHandlerDetails } from 'electron'
import { called } from './trace.ts'

type RequestHandler = (
	contents: unknown,
	permission: string,
	callback: (granted: boolean) => void,
	details: MediaAccessPermissionRequest
) => void
type CheckHandler = (contents: unknown, permission: string, origin: string, details: PermissionCheckHandlerHandlerDetails) => boolean

class StandInSession {
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

	/** A page asks. Without a handler it gets everything. */
	ask(permission: string, details: MediaAccessPermissionRequest): Promise<boolean> {
		const { promise, resolve } = Promise.withResolvers<boolean>()
		if (this.#request) this.#request(null, permission, resolve, details)
		else resolve(true)
		return promise
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
