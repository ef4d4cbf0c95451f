import type { Transport, TransportListener } from './transport.ts'

/** Main may be started again at any moment and is back in well under a second: look soon, then less often. */
const FIRST_WAIT_MS = 100
const WAIT_FACTOR = 1.6
const LONGEST_WAIT_MS = 2_000

/** The line of the browser host: a WebSocket at `url`, opened again after each loss. */
export function websocketTransport(url: string): Transport {
	let socket: WebSocket | null = null
	return {
		start(listener) {
			connect(listener, FIRST_WAIT_MS / WAIT_FACTOR)
		},
		send(message) {
			if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
		},
		sendAudio(frame) {
			if (socket?.readyState === WebSocket.OPEN) socket.send(frame)
		}
	}

	function connect(listener: TransportListener, waitMs: number): void {
		const attempt = new WebSocket(url)
		let nextMs = Math.min(waitMs * WAIT_FACTOR, LONGEST_WAIT_MS)
		attempt.onopen = () => {
			socket = attempt
			listener.opened()
		}
		attempt.onmessage = event => {
			// Only a line that carries something counts as good: one that main cuts off at once is not tried ten times a second.
			nextMs = FIRST_WAIT_MS
			listener.message(parse(event.data))
		}
		// `close` follows every `error`: one of them is enough.
		attempt.onclose = () => {
			if (socket === attempt) {
				socket = null
				listener.lost()
			}
			setTimeout(() => connect(listener, nextMs), nextMs)
		}
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
