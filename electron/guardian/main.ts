/** The guardian: parent of the browser host's main process. It sees main die, leaves a note of it, and starts it again. Wiring only. */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { defaultDataDir } from '../hosts/installation.ts'
import { libraryOf } from '../place/look-up.ts'
import { GAVE_UP, Guard } from './guard.ts'
import { forkMain } from './main-process.ts'
import { Notes } from './notes.ts'
import { notifier } from './notify.ts'
import { MAIN } from './policy.ts'

const args = process.argv.slice(2)
// Main reads the command line; we only have to know where it keeps its things.
const { data } = parseArgs({ args, strict: false, options: { data: { type: 'string' } } }).values
const home = typeof data === 'string' ? data : defaultDataDir()
/** It may be moved while we watch. */
const dataDir = () => libraryOf(home)
// What is written there is its owner's only, also in a folder that others may look into.
process.umask(0o077)
try {
	mkdirSync(home, { recursive: true, mode: 0o700 })
} catch {
	// Main says what is wrong with it.
}

const env = () => ({
	...process.env,
	// Compiled code is kept: main is back in half the time. Not where the library is: that may move while main runs, which would make the old folder anew.
	NODE_COMPILE_CACHE: join(home, 'cache', 'code'),
	// These speak of us, not of what we start.
	NOTIFY_SOCKET: undefined,
	WATCHDOG_USEC: undefined,
	WATCHDOG_PID: undefined
})
const entry = fileURLToPath(new URL('../hosts/browser/main.ts', import.meta.url))
const guardian = { life: randomUUID(), pid: process.pid, startedAt: Date.now() }
const notes = new Notes(dataDir)
const systemd = notifier(process.env)

const guard = new Guard(MAIN, (life, events) => forkMain(entry, args, env(), { life, guardian }, events), {
	ready: () => {
		systemd.ready()
		// Ours, where whoever started us wants it kept.
		flushCompileCache()
	},
	died: (death, next) => {
		const note = notes.leave(death)
		const what = `${note.explanation.text} ${next === 'restart' ? 'It is started again.' : ''}`
		console.error(`${new Date(note.at).toISOString()} ${what.trim()}`)
		if (next === 'gave-up')
			console.error(
				`Holdfast ended again and again, so its guardian has stopped starting it. Everything so far is kept in ${dataDir() ?? home}. The lines above say why it ended; ` +
					'start it again when that is put right, or start with --data and another folder.'
			)
	},
	over: code => process.exit(code)
})

// A bug of ours. Not with Node's own code for it, 1, after which systemd would leave it at that.
process.on('uncaughtException', error => {
	console.error(error)
	process.exit(GAVE_UP)
})
// Whoever reads our output may be gone: that is no reason to leave main alone.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		systemd.stopping()
		guard.stop(signal)
	})
}
// Started over a channel: by a program (a fire drill) that has died, and nobody else knows of us.
process.on('disconnect', () => guard.stop('SIGTERM'))
setInterval(() => {
	notes.retry()
	if (guard.isWell) systemd.alive()
}, 1_000)
guard.start()
