import { setTimeout as delay } from 'node:timers/promises'
import type { App } from 'electron'

/** Longer than an orderly stop takes; what hangs then is taken up by the next start. */
const DEADLINE_MS = 4_000

/** Makes every quit an orderly one, with a deadline: the quit is held, main stops its work, then the app exits. */
export function quitInOrder(
	app: Pick<App, 'exit'> & { on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown },
	stop: () => Promise<void>,
	deadlineMs: number = DEADLINE_MS
): void {
	let isStopping = false
	app.on('before-quit', event => {
		event.preventDefault()
		if (isStopping) return
		isStopping = true
		void Promise.race([stop().then(() => 0), delay(deadlineMs, 1)]).then(code => app.exit(code))
	})
}

/**
 * macOS and Linux: the system shuts down, and waits for who asks it to and quits. The types know of no argument; the documentation does.
 * Source: electron/electron docs/api/power-monitor.md. On Windows `session-end` of a window says it.
 */
export function quitWithSystem(
	monitor: { on(event: 'shutdown', listener: (event?: { preventDefault(): void }) => void): unknown },
	app: Pick<App, 'quit'>
): void {
	monitor.on('shutdown', event => {
		event?.preventDefault()
		app.quit()
	})
}
