import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** Another process that has the port may be one of a test that is run beside this one, and hold it until it dies. */
const PATIENCE_MS = 20_000

/**
 * Runs an expression inside another Node process, as a debugger does: SIGUSR1 makes it listen on 127.0.0.1:9229. For deaths
 * that no signal can cause from outside. Another process may listen there: it is asked first who it is.
 */
export async function evaluateIn(pid: number, expression: string): Promise<void> {
	const until = performance.now() + PATIENCE_MS
	for (let tries = 0; performance.now() < until; tries++) {
		// Again and again: one that found the port taken does not wait for it.
		if (tries % 10 === 0) process.kill(pid, 'SIGUSR1')
		const targets = await fetch('http://127.0.0.1:9229/json/list').then(
			response => response.json() as Promise<{ webSocketDebuggerUrl: string }[]>,
			() => []
		)
		const url = targets[0]?.webSocketDebuggerUrl
		if (url && (await evaluateAt(url, pid, expression))) return
		await sleep(20)
	}
	throw new Error(`Process ${pid} did not open its inspector.`)
}

/** False when it is not `pid` that listens there. */
async function evaluateAt(url: string, pid: number, expression: string): Promise<boolean> {
	const socket = new WebSocket(url)
	let isIt = false
	await new Promise<void>(resolve => {
		const evaluate = (id: number, expression: string) =>
			socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }))
		socket.on('open', () => evaluate(1, 'process.pid'))
		socket.on('message', data => {
			const { id, result } = JSON.parse(String(data)) as { id?: number; result?: { result?: { value?: unknown } } }
			if (id === 1) {
				isIt = result?.result?.value === pid
				if (isIt) evaluate(2, expression)
				else resolve()
			} else if (id === 2) resolve()
		})
		socket.on('close', () => resolve())
		// Who listened there has just left.
		socket.on('error', () => resolve())
	})
	socket.terminate()
	return isIt
}
