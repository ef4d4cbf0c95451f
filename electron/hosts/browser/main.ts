/** Holdfast in a browser: Node, and a page on loopback. Wiring only. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { installCrashCapture } from '../../../native-bridge/addon/index.ts'
import type { Result } from '../../../native-bridge/protocol/problem.ts'
import { libraryOf } from '../../place/look-up.ts'
import { placeOf } from '../app/place.ts'
import { startApp } from '../app.ts'
import { defaultDataDir, defaultModelsDir, defaultRendererDir, samplePath, version } from '../installation.ts'
import { readAddress, runningAddress, tokenFor, writeAddress } from './address-file.ts'
import { childProcessHost } from './child-process.ts'
import { drillProcess } from './drill-process.ts'
import { newToken } from './guard.ts'
import { guardianLine } from './guarded.ts'
import { serveBrowser } from './server.ts'

const { values: args } = parseArgs({
	options: {
		port: { type: 'string' },
		data: { type: 'string', default: defaultDataDir() },
		models: { type: 'string', default: defaultModelsDir },
		renderer: { type: 'string', default: defaultRendererDir }
	}
})

/** The port of the first start ever; later ones keep to the last, so that an open page finds its way back. */
const FIRST_PORT = 4747

// What we write is its owner's only, also in a folder that others may look into. (Windows keeps to the folder's own rights.)
process.umask(0o077)
const guardian = guardianLine()
// Our output may go to a process that is gone: that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
const { seat, library, release } = await orEnd(await placeOf(args.data, () => guardian.moving()), libraryOf(args.data) ?? args.data)
// Where it can't be had, `main` dies as it would anyway, with less to be read afterwards.
installCrashCapture({ folder: join(library, 'crashes'), annotations: { role: 'main', version } })

const started = await startApp({
	host: childProcessHost('browser'),
	dataDir: library,
	place: { seat, restart: guardian.who ? () => void stop('again') : null },
	modelsDir: args.models,
	version,
	samplePath: samplePath(),
	guarded: guardian.who,
	isDrill: process.env.HOLDFAST_DRILL !== undefined,
	holdDrill: drillProcess(args.models)
})
release()
const app = await orEnd(started, library)

let token = tokenFor(library)
const asked = args.port === undefined ? FIRST_PORT : Number(args.port)
const anyWillDo = args.port === undefined || asked === 0
// The last one is as good as any, and an open page finds it again.
const wanted = (anyWillDo ? readAddress(library)?.port : undefined) ?? asked
let server = await serveBrowser(app, { port: wanted, token, rendererDir: args.renderer })
if (!server.ok) {
	// Who has our port may be another user, whom a page that looked for us has told the old key.
	token = newToken()
	if (anyWillDo) server = await serveBrowser(app, { port: 0, token, rendererDir: args.renderer })
}
if (!server.ok) {
	await guardian.ending('end')
	writeAddress(library, { token, port: wanted, pid: null })
	console.error(server.problem.text)
	await app.stop()
	process.exit(1)
}
const { address, close } = server.value
const port = Number(new URL(address).port)
const kept = writeAddress(library, { token, port, pid: process.pid })
if (!kept.ok) console.error(kept.problem.text)

let stopping = false
const stop = async (then: 'end' | 'again') => {
	if (stopping) return
	stopping = true
	// A deadline of its own: whatever hangs, the next start takes it up.
	setTimeout(() => process.exit(1), 4_000).unref()
	await guardian.ending(then)
	// A key ends with the Holdfast that was asked to end: pages that are left open tell it to whoever has the port next.
	writeAddress(library, { token: then === 'end' ? newToken() : token, port, pid: null })
	await app.stop()
	await close()
	process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop('end'))
guardian.onLost(() => app.guardianLost())
guardian.ready()
console.log(`Holdfast is ready at ${address}`)

/** What was asked for; else says why there is no Holdfast here, and ends. */
async function orEnd<T>(result: Result<T>, dataDir: string): Promise<T> {
	if (result.ok) return result.value
	const { problem } = result
	const other = problem.code === 'already-running' ? await whereItRuns(dataDir) : null
	await guardian.ending('end')
	if (other) {
		// Not a failure for who started it: the app is there.
		console.log(`Holdfast is ready at http://127.0.0.1:${other.port}/?token=${other.token}`)
		console.error('It was already running; this is its address.')
		process.exit(0)
	}
	console.error(problem.text)
	process.exit(1)
}

/** Where the Holdfast is that has this library. One that is just starting has not said so yet; one without a page never does. */
async function whereItRuns(dataDir: string): Promise<ReturnType<typeof runningAddress>> {
	for (let n = 0; n < 20; n++) {
		const address = runningAddress(dataDir)
		if (address !== null) return address
		await sleep(100)
	}
	return null
}
