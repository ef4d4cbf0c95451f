import type { Deed } from '../protocol/messages.ts'

/** The deaths of a fire drill that only a process itself can die. None of them returns, but `garbage`. */
export function doHarm(deed: Deed): void {
	switch (deed) {
		case 'hang':
			// Blocked inside native code: neither timers nor messages get through, as with a decoder that never comes back.
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
			return
		case 'heap': {
			const kept: unknown[] = []
			for (;;) kept.push(new Array(10_000).fill(kept.length))
		}
		case 'exit-zero':
			// As native code that calls exit(): no listener is asked.
			// It is there, but not for everyone: Node's types leave it out.
			;(process as unknown as { reallyExit(code: number): void }).reallyExit(0)
			return
		case 'garbage': {
			const parentPort = (process as { parentPort?: { postMessage(message: unknown): void } }).parentPort
			const garbage = { type: 'step', cursor: 'soon' }
			if (parentPort) parentPort.postMessage(garbage)
			else process.send?.(garbage)
			return
		}
	}
}
