import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from 'electron'
import { Guard } from '../../guardian/guard.ts'
import { spawnMain } from '../../guardian/main-process.ts'
import { Notes } from '../../guardian/notes.ts'
import { MAIN } from '../../guardian/policy.ts'
import { libraryOf } from '../../place/look-up.ts'
import type { ProcessEvents } from '../host.ts'

/** An open menu or a dialog of the system's may hold main for as long as somebody looks at it: only a minute is a hang. */
const POLICY: typeof MAIN = { ...MAIN, heartbeat: { ...MAIN.heartbeat, limitMs: 60_000 } }

/** What watching needs of Electron. */
export type GuardianApp = Pick<App, 'setPath' | 'disableHardwareAcceleration' | 'exit'> & {
	on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown
	setActivationPolicy?: App['setActivationPolicy']
}

/**
 * Turns this process into a guardian: no window, no work; it starts the same program again as the app, and starts that anew when it dies.
 * A utility process could not, since it ends with main; Node alone could not either, since a packaged Electron does not run as Node. To be
 * called before `ready`. Costs the memory of one more browser process.
 *
 * `args` are those of its first life, `again` of all later ones: files it was started with are to be transcribed once.
 */
export function standGuard(
	app: GuardianApp,
	home: string,
	program: string,
	{ args, again }: { readonly args: readonly string[]; readonly again: readonly string[] }
): void {
	// Its own, since Chromium lets one process at a time into a folder; it stays when the library is moved, for it is open.
	const own = join(home, 'chromium-guardian')
	mkdirSync(own, { recursive: true, mode: 0o700 })
	app.setPath('userData', own)
	app.disableHardwareAcceleration()
	// macOS: no second icon in the Dock.
	app.setActivationPolicy?.('prohibited')

	const guardian = { life: randomUUID(), pid: process.pid, startedAt: Date.now() }
	const notes = new Notes(() => libraryOf(home))
	let lives = 0
	const fork = (life: string, events: ProcessEvents) =>
		spawnMain(program, ++lives === 1 ? args : again, process.env, { life, guardian }, events)
	const guard = new Guard(POLICY, fork, {
		ready: () => {},
		died: (death, next) => {
			const { explanation } = notes.leave(death)
			console.error(
				`${explanation.text} ${next === 'restart' ? 'It is started again.' : 'It ended again and again and is not started any more.'}`
			)
		},
		over: code => app.exit(code)
	})
	setInterval(() => notes.retry(), 1_000)
	// Signals, and the system's own wish that we end, come as this.
	app.on('before-quit', event => {
		event.preventDefault()
		guard.stop('SIGTERM')
	})
	guard.start()
}
