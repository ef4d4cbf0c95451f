import type { Transport, TransportListener } from './transport.ts'

/** Main that died is back in half a second: until this long after, ms, the page looks twenty times a second, for a recording waits. */
const DENSE_MS = 3_000
const DENSE_WAIT_MS = 50
const LONGEST_WAIT_MS = 2_000
/** “Normal closure”, RFC 6455 §7.4.1: main takes it for a goodbye, and everything else for a line that broke. */
const GOODBYE = 1000

/** How long to wait before looking again for a main that has been away for `awayMs`. */
export function waitMs(awayMs: number): number {
	return awayMs < DENSE_MS ? DENSE_WAIT_MS : Math.min(LONGEST_WAIT_MS, awayMs / 3)
}

/** The line of the browser host: a WebSocket at `url`, opened again after each loss. `page`: what this load of the page is called in its hello. */
export function websocketTransport(url: string, page: string): Transport {
	let socket: WebSocket | null = null
	return {
		start(listener) {
			// Chromium closes the line of a tab that is left with the same code as that of one that crashed, so we say it ourselves.
			addEventListener('pagehide', () => {
				socket?.close(GOODBYE)
				// A page that is loaded anew at once takes its line with it before that is sent: a beacon outlives it.
				navigator.sendBeacon(`/goodbye/${page}`)
			})
			connect(listener, performance.now())
		},
		send(message) {
			if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
		},
		sendAudio(frame) {
			if (socket?.readyState === WebSocket.OPEN) socket.send(frame)
		}
	}

	/** `since`: when the line last worked. */
	function connect(listener: TransportListener, since: number): void {
		const attempt = new WebSocket(url)
		let carried = false
		attempt.onopen = () => {
			socket = attempt
			listener.opened()
		}
		attempt.onmessage = event => {
			carried = true
			listener.message(parse(event.data))
		}
		// `close` follows every `error`: one of them is enough.
		attempt.onclose = () => {
			const opened = socket === attempt
			if (opened) {
				socket = null
				listener.lost()
			}
			if (carried) lookFor(listener, performance.now())
			// Main cut us off at once, and will again: not twenty times a second.
			else if (opened) setTimeout(connect, LONGEST_WAIT_MS, listener, since)
			else lookFor(listener, since)
		}
	}

	/**
	 * Opens the line when main answers plain requests. Tried at once with a WebSocket, a dozen failures would make Chromium hold back the next
	 * by up to five seconds (its throttle against scans of local ports); requests it lets through.
	 */
	function lookFor(listener: TransportListener, since: number): void {
		setTimeout(
			() => {
				fetch(new URL('/', url.replace(/^ws/, 'http')), { method: 'HEAD', cache: 'no-store' }).then(
					() => connect(listener, since),
					() => lookFor(listener, since)
				)
			},
			waitMs(performance.now() - since)
		)
	}
}

/** The JSON in a message, or the message itself when it is none: the schema will refuse that and say so. */
function parse(data: unknown): unknown {
	if (typeof data !== 'string') return data
	try {
		return JSON.parse(data)
	} catch {
		return data
	}
}
