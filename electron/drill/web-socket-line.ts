import { WebSocket } from 'ws'
import type { Line } from './client.ts'

/** A line to the browser host at `address` (with its token). Rejects when nobody answers. */
export async function webSocketLine(address: string): Promise<Line> {
	const url = new URL(address)
	const entrance = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(2_000) })
	await entrance.body?.cancel()
	const cookie = entrance.headers.get('set-cookie')?.split(';')[0] ?? ''
	const socket = new WebSocket(`ws://${url.host}/socket`, { headers: { cookie, origin: url.origin } })
	// A line that breaks is what a drill is about: whoever waits gives up by its own clock.
	await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject).once('close', reject))
	socket.on('error', () => {})
	return {
		send: message => socket.send(JSON.stringify(message)),
		listen: hear => socket.on('message', data => hear(JSON.parse(String(data)))),
		break: () => socket.terminate(),
		close: () => socket.close(1000)
	}
}
