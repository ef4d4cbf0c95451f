import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ExitFacts } from '../forensics/exit-facts.ts'
import type { ProcessEvents } from './host.ts'

/** A child process of Node's with a channel. Talking to or killing a dead one does nothing. */
export interface NodeChild<Message> {
	send(message: Message): void
	kill(signal: NodeJS.Signals): void
}

/** After `exit`, the last output normally follows within 0.1 ms; a process that inherited the pipe may keep it open for ever. */
const LAST_OUTPUT_MS = 50

/** Starts a child process and tells what becomes of it: `start` forks or spawns it with a channel; lines are those of its pipes. Never throws. */
export function startChild<Message extends object>(start: () => ChildProcess, events: ProcessEvents): NodeChild<Message> {
	let child: ChildProcess
	try {
		child = start()
	} catch (error) {
		// Node tells most failures to start by an event, and some (no memory for another process) by an exception.
		const facts = { pid: null, code: null, signal: null, ntstatus: null, reason: (error as Error).message, neverStarted: true }
		setImmediate(() => events.exited(facts))
		return { send: () => {}, kill: () => {} }
	}
	let over = false
	const exited = (facts: Omit<ExitFacts, 'pid' | 'ntstatus'>) => {
		if (over) return
		over = true
		// Windows has no signals: a crash is an exit code of the form 0xCnnnnnnn.
		const ntstatus = process.platform === 'win32' && facts.code !== null && facts.code >>> 28 === 0xc ? facts.code >>> 0 : null
		events.exited({ ...facts, pid: child.pid ?? null, ntstatus })
	}
	for (const stream of [child.stdout, child.stderr])
		if (stream) createInterface({ input: stream }).on('line', line => over || events.line(line))
	child.on('spawn', () => events.spawned(child.pid ?? 0))
	child.on('message', message => over || events.message(message))
	child.on('error', error => {
		if (child.pid === undefined) exited({ code: null, signal: null, reason: error.message, neverStarted: true })
	})
	child.on('exit', (code, signal) => {
		const end = () => exited({ code, signal, reason: null, neverStarted: false })
		child.on('close', end)
		setTimeout(end, LAST_OUTPUT_MS)
	})
	return {
		send: message => {
			// A channel that is breaking reports by callback; the exit that follows says all that matters.
			if (child.connected) child.send(message, () => {})
		},
		kill: signal => {
			child.kill(signal)
		}
	}
}
