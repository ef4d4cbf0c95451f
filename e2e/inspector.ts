import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/**
 * Runs an expression inside another Node process, as a debugger does: SIGUSR1 makes it listen on 127.0.0.1:9229. For deaths
 * that no signal can cause from outside.
 */
export async function evaluateIn(pid: number, expression: string): Promise<void> {
	process.kill(pid, 'SIGUSR1')
	for (let tries = 0; tries < 100; tries++) {
		const targets = await fetch('http://127.0.0.1:9229/json/list').then(
			response => response.json() as Promise<{ webSocketDebuggerUrl: string }[]>,
			() => []
		)
		const url = targets[0]?.webSocketDebuggerUrl
		if (url) {
			const socket = new WebSocket(url)
			await new Promise((resolve, reject) => {
				socket.on('open', () => socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } })))
				socket.on('close', resolve)
				socket.on('message', resolve)
				socket.on('error', reject)
			})
			socket.terminate()
			return
		}
		await sleep(20)
	}
	throw new Error(`Process ${pid} did not open its inspector.`)
}
