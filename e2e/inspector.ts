import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

const PATIENCE_MS = 20_000
const NODES_OWN_PORT = 9229
/** `0A` in the kernel's table: it listens. */
const LISTENS = '0A'

/**
 * For a process and its children that `evaluateIn` is to reach: each listens at a port of its own, so that tests can run side by side.
 * Where the kernel doesn't tell which port that is, all take turns at Node's own.
 */
export function inspectable(): Readonly<Record<string, string>> {
	return process.platform === 'linux' ? { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --inspect-port=0` } : {}
}

/**
 * Runs an expression inside another Node process, as a debugger does: SIGUSR1 makes it listen on 127.0.0.1. For deaths that no signal can
 * cause from outside. Another process may listen there: it is asked first who it is.
 */
export async function evaluateIn(pid: number, expression: string): Promise<void> {
	const until = performance.now() + PATIENCE_MS
	for (let tries = 0; performance.now() < until; tries++) {
		// Again and again: one that found the port taken does not wait for it.
		if (tries % 10 === 0) process.kill(pid, 'SIGUSR1')
		for (const port of [...portsOf(pid), NODES_OWN_PORT]) {
			const targets = await targetsAt(port)
			const url = targets[0]?.webSocketDebuggerUrl
			if (url && (await evaluateAt(url, pid, expression))) return
		}
		await sleep(20)
	}
	throw new Error(`Process ${pid} did not open its inspector.`)
}

/** What a debugger finds at a port; nothing where another server listens, or none. */
async function targetsAt(port: number): Promise<{ webSocketDebuggerUrl: string }[]> {
	try {
		const response = await fetch(`http://127.0.0.1:${port}/json/list`)
		return (await response.json()) as { webSocketDebuggerUrl: string }[]
	} catch {
		return []
	}
}

/** Ports of 127.0.0.1 at which a process listens; none where the kernel doesn't tell. */
function portsOf(pid: number): number[] {
	try {
		const sockets = new Set(
			readdirSync(`/proc/${pid}/fd`).flatMap(fd => {
				try {
					return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
				} catch {
					// Closed meanwhile.
					return []
				}
			})
		)
		return readFileSync(`/proc/${pid}/net/tcp`, 'utf8')
			.split('\n')
			.map(line => line.trim().split(/\s+/))
			.filter(([, , , state, , , , , , inode]) => state === LISTENS && sockets.has(inode ?? ''))
			.map(([, local]) => Number.parseInt(local?.split(':')[1] ?? '', 16))
	} catch {
		return []
	}
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
