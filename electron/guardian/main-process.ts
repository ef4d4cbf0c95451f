import { type ChildProcess, fork, type StdioOptions, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ExitFacts } from '../forensics/exit-facts.ts'
import { GUARDED, type Guarded, type ToMain } from './messages.ts'

export interface MainEvents {
	spawned(pid: number): void
	/** Unchecked. */
	message(raw: unknown): void
	/** One line of standard error. */
	line(text: string): void
	/** Exactly once; nothing follows. */
	exited(facts: ExitFacts): void
}

/** A life of main. Talking to or killing a dead one does nothing. */
export interface MainProcess {
	send(message: ToMain): void
	kill(signal: NodeJS.Signals): void
}

/** After `exit` its last lines normally follow within 0.1 ms; a process that inherited the pipe may keep it open for ever. */
const LAST_LINES_MS = 50

/** Standard output is ours, standard error passes through us, and is kept. */
const STDIO: StdioOptions = ['ignore', 'inherit', 'pipe', 'ipc']

type Environment = Readonly<Record<string, string | undefined>>

/** Starts a main that is a script of Node's. In our process group, so that whoever ends the group ends both. */
export function forkMain(entry: string, args: readonly string[], env: Environment, who: Guarded, events: MainEvents): MainProcess {
	return watch(() => fork(entry, args, { env: { ...env, [GUARDED]: JSON.stringify(who) }, stdio: STDIO }), events)
}

/** Starts a main that is a program of its own, as Electron's is. */
export function spawnMain(program: string, args: readonly string[], env: Environment, who: Guarded, events: MainEvents): MainProcess {
	return watch(() => spawn(program, args, { env: { ...env, [GUARDED]: JSON.stringify(who) }, stdio: STDIO }), events)
}

function watch(start: () => ChildProcess, events: MainEvents): MainProcess {
	let child: ChildProcess
	try {
		child = start()
	} catch (error) {
		// No memory for another process: Node tells this failure by an exception, and others by an event.
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
	if (child.stderr) {
		child.stderr.pipe(process.stderr, { end: false })
		createInterface({ input: child.stderr }).on('line', line => over || events.line(line))
	}
	child.on('spawn', () => events.spawned(child.pid ?? 0))
	child.on('message', message => over || events.message(message))
	child.on('error', error => {
		if (child.pid === undefined) exited({ code: null, signal: null, reason: error.message, neverStarted: true })
	})
	child.on('exit', (code, signal) => {
		const end = () => exited({ code, signal, reason: null, neverStarted: false })
		child.on('close', end)
		setTimeout(end, LAST_LINES_MS)
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
