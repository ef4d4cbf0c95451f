/** Holdfast in a browser: Node, and a page on loopback. Wiring only. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installCrashCapture } from '../../../native-bridge/addon/index.ts'
import { startApp } from '../app.ts'
import { defaultDataDir, defaultModelsDir, defaultRendererDir, samplePath, version } from '../installation.ts'
import { readAddress, tokenFor, writeAddress } from './address-file.ts'
import { childProcessHost } from './child-process.ts'
import { drillProcess } from './drill-process.ts'
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
// Before anything native is loaded. Where it can't be had, `main` dies as it would anyway, with less to be read afterwards.
installCrashCapture({ folder: join(args.data, 'crashes'), annotations: { role: 'main', version } })
const guardian = guardianLine()
// Our output may go to a process that is gone: that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const app = await startApp({
	host: childProcessHost('browser'),
	dataDir: args.data,
	modelsDir: args.models,
	version,
	samplePath: samplePath(),
	guarded: guardian.who,
	isDrill: process.env.HOLDFAST_DRILL !== undefined,
	holdDrill: drillProcess(args.models)
})
if (!app.ok) {
	const other = readAddress(args.data)
	await guardian.ending()
	if (app.problem.code === 'already-running' && other) {
		// Not a failure for who started it: the app is there.
		console.log(`Holdfast is ready at http://127.0.0.1:${other.port}/?token=${other.token}`)
		console.error('It was already running; this is its address.')
		process.exit(0)
	}
	console.error(app.problem.text)
	process.exit(1)
}

const token = tokenFor(args.data)
const asked = args.port === undefined ? FIRST_PORT : Number(args.port)
const anyWillDo = args.port === undefined || asked === 0
// The last one is as good as any, and an open page finds it again.
const wanted = (anyWillDo ? readAddress(args.data)?.port : undefined) ?? asked
let server = await serveBrowser(app.value, { port: wanted, token, rendererDir: args.renderer })
if (!server.ok && anyWillDo) server = await serveBrowser(app.value, { port: 0, token, rendererDir: args.renderer })
if (!server.ok) {
	await guardian.ending()
	console.error(server.problem.text)
	await app.value.stop()
	process.exit(1)
}
const { address, close } = server.value
const kept = writeAddress(args.data, { token, port: Number(new URL(address).port), pid: process.pid })
if (!kept.ok) console.error(kept.problem.text)

let stopping = false
const stop = async () => {
	if (stopping) return
	stopping = true
	// A deadline of its own: whatever hangs, the next start takes it up.
	setTimeout(() => process.exit(1), 4_000).unref()
	await guardian.ending()
	await app.value.stop()
	await close()
	process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
guardian.onLost(() => app.value.guardianLost())
guardian.ready()
console.log(`Holdfast is ready at ${address}`)
