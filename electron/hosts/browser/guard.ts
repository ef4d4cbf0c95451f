import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** A new secret: 192 bits, safe in URLs. */
export function newToken(): string {
	return randomBytes(24).toString('base64url')
}

/**
 * Who may talk to the app on loopback: requests that name this host (against DNS rebinding), come from our own page or from no page
 * (against other sites), and carry the token (against other users of the machine).
 */
export class Guard {
	readonly #token: string
	readonly #port: number

	constructor(token: string, port: number) {
		this.#token = token
		this.#port = port
	}

	/** Cookies are shared by all ports of a host: the name tells two Holdfasts apart. */
	get cookieName(): string {
		return `holdfast-${this.#port}`
	}

	/** The header that lets the page in from now on. No `Secure`: loopback has no TLS. */
	get setCookie(): string {
		return `${this.cookieName}=${this.#token}; Path=/; HttpOnly; SameSite=Strict`
	}

	/** Why a request is refused, or null. `origin: 'must'` for everything that changes something. */
	refusal(request: IncomingMessage, origin: 'may' | 'must'): string | null {
		const hosts = [`127.0.0.1:${this.#port}`, `localhost:${this.#port}`]
		const host = request.headers.host ?? ''
		if (!hosts.includes(host)) return 'wrong host'
		const from = request.headers.origin
		if (from !== undefined ? from !== `http://${host}` : origin === 'must') return 'wrong origin'
		return this.#cookies(request).some(cookie => this.isToken(cookie)) ? null : 'no token'
	}

	isToken(candidate: string | null): boolean {
		if (candidate === null) return false
		const [a, b] = [Buffer.from(candidate), Buffer.from(this.#token)]
		return a.length === b.length && timingSafeEqual(a, b)
	}

	/** All of our name: another program on this machine may set one beside ours, which must not lock the user out. */
	#cookies(request: IncomingMessage): string[] {
		const pairs = (request.headers.cookie ?? '').split(';').map(part => part.trim().split('=', 2))
		return pairs.flatMap(([name, value]) => (name === this.cookieName && value !== undefined ? [value] : []))
	}
}
