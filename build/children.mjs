import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** How long a child may take to end after it was asked, in ms; the app needs it to close its journals. */
const GRACE_MS = 5_000

/**
 * @typedef {object} Children
 * @property {(program: string, args: readonly string[], options?: import('node:child_process').SpawnOptions) => import('node:child_process').ChildProcess} spawn
 * @property {(child: import('node:child_process').ChildProcess) => void} add one that somebody else spawned
 * @property {() => void} stop asks those that still run to end, as the user's Ctrl+C does
 * @property {() => boolean} ending whether the user has asked us to end
 */

/**
 * Keeps the processes we started, so that Ctrl+C, a closed terminal or a `kill` of ours ends them all: each is asked with SIGINT, and
 * killed with its whole group when it is still there five seconds later, or at once when the user asks twice.
 *
 * @param {{ exitWhenDone?: boolean }} [options] exitWhenDone: end this process too when asked while no child runs (default true)
 * @returns {Children}
 */
export function keepChildren({ exitWhenDone = true } = {}) {
	/** @type {Set<import('node:child_process').ChildProcess>} */
	const children = new Set()
	let asked = 0

	function stop() {
		for (const child of children) {
			ask(child)
			const timer = setTimeout(() => killGroup(child), GRACE_MS)
			child.once('close', () => clearTimeout(timer))
		}
	}

	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.on(signal, () => {
			asked++
			if (children.size === 0 && exitWhenDone) process.exit(128 + constants.signals[signal])
			if (asked === 1) stop()
			else for (const child of children) killGroup(child)
		})
	}

	/** @param {import('node:child_process').ChildProcess} child */
	function add(child) {
		children.add(child)
		child.once('close', () => children.delete(child))
		child.once('error', () => children.delete(child))
	}

	return {
		add,
		stop,
		ending: () => asked > 0,
		// In a group of its own a child hears Ctrl+C from us only, and so once: a second one would mean "at once".
		spawn(program, args, options = {}) {
			const child = spawn(program, args, { detached: process.platform !== 'win32', ...options })
			add(child)
			return child
		}
	}
}

/**
 * Waits for a child's end.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number, error?: string }>} its exit code, 128 + signal as shells count, or 127 with the reason when it could not start
 */
export function ended(child) {
	return new Promise(resolve => {
		child.once('error', error => resolve({ code: 127, error: error.message }))
		child.once('close', (code, signal) => resolve({ code: signal === null ? (code ?? 1) : 128 + constants.signals[signal] }))
	})
}

/** @param {import('node:child_process').ChildProcess} child */
function ask(child) {
	const { pid, exitCode, signalCode } = child
	// Only the guardian is gone, and main goes on: it is the one to be asked, and is all that is left of the group.
	const gone = exitCode !== null || signalCode !== null
	if (gone && pid !== undefined && process.platform !== 'win32') signalGroup(pid, 'SIGINT')
	else child.kill('SIGINT')
}

/** @param {import('node:child_process').ChildProcess} child */
function killGroup(child) {
	if (child.pid !== undefined && process.platform !== 'win32') signalGroup(child.pid, 'SIGKILL')
	child.kill('SIGKILL')
}

/** @param {number} leader @param {NodeJS.Signals} signal */
function signalGroup(leader, signal) {
	try {
		process.kill(-leader, signal)
	} catch {
		// It leads no group, or nothing of the group is left.
	}
}
