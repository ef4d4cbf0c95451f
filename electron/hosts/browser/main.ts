/** Holdfast in a browser: Node, and a page on loopback. Wiring only. */
import { parseArgs } from 'node:util'
import { startApp } from '../app.ts'
import { defaultDataDir, defaultModelsDir, defaultRendererDir, samplePath, version } from '../installation.ts'
import { readAddress, tokenFor, writeAddress } from './address-file.ts'
import { childProcessHost } from './child-process.ts'
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

const app = await startApp({
	host: childProcessHost('browser'),
	dataDir: args.data,
	modelsDir: args.models,
	version,
	samplePath: samplePath()
})
if (!app.ok) {
	const other = readAddress(args.data)
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
const wanted = args.port === undefined ? (readAddress(args.data)?.port ?? FIRST_PORT) : Number(args.port)
let server = await serveBrowser(app.value, { port: wanted, token, rendererDir: args.renderer })
// Nobody asked for this very port: any other will do.
if (!server.ok && args.port === undefined) server = await serveBrowser(app.value, { port: 0, token, rendererDir: args.renderer })
if (!server.ok) {
	console.error(server.problem.text)
	await app.value.stop()
	process.exit(1)
}
const { address, close } = server.value
const kept = writeAddress(args.data, { token, port: Number(new URL(address).port), pid: process.pid })
if (!kept.ok) console.error(kept.problem.text)
console.log(`Holdfast is ready at ${address}`)

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		if (stopping) return
		stopping = true
		// A deadline of its own: whatever hangs, the next start takes it up.
		setTimeout(() => process.exit(1), 4_000).unref()
		void app.value
			.stop()
			.then(close)
			.then(() => process.exit(0))
	})
}
