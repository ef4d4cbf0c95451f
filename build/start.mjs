import { rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { HELP, parseArguments } from './arguments.mjs'
import { doorTo, hasDisplay, openCommand } from './browsers.mjs'
import { ended, keepChildren } from './children.mjs'
import { ensureElectron } from './electron-runtime.mjs'
import { ensureBundles } from './fresh-bundle.mjs'
import { showProgress } from './progress.mjs'
import { setUp } from './setup.mjs'

// `npm start`. Runs on Node 20 without anything installed. What it says about itself goes to stderr; stdout has the app's address or the transcript.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const progress = showProgress(process.stderr)
const children = keepChildren()

/** So long a browser may take to start. The page that leads it to us holds our key. */
const DOOR_MS = 60_000

process.exitCode = await start(process.argv.slice(2))

/** @param {readonly string[]} argv @returns {Promise<number>} the exit code: 0, 1 failed, 2 a mistake in the command line, or the app's own */
async function start(argv) {
	const parsed = parseArguments(argv)
	if (!parsed.ok) return refuse(parsed.problem.text, 2)
	const command = parsed.value
	if (command.kind === 'help') {
		process.stdout.write(HELP)
		return 0
	}
	const ready = await setUp({
		root,
		models: command.kind !== 'backup' && command.kind !== 'restore',
		bundles: command.kind === 'app' || command.kind === 'setup' ? ['renderer'] : [],
		progress,
		children
	})
	if (children.ending()) return 130
	if (!ready.ok) return refuse(ready.problem.text, 1)
	const { node, modelsDir } = ready.value
	if (command.kind === 'setup') {
		progress.say('Holdfast is set up. `npm start` opens it.')
		return 0
	}
	if (command.kind === 'drill') return run(node, [join(root, 'electron/drill/main.ts'), '--models', modelsDir])
	const data = command.data === undefined ? [] : ['--data', fromUser(command.data)]
	if (command.kind === 'transcribe') {
		const out = command.out === undefined ? [] : ['--out', fromUser(command.out)]
		const args = ['transcribe', ...command.files.map(fromUser), '--format', command.format, ...out, ...data, '--models', modelsDir]
		return run(node, [join(root, 'electron/hosts/cli/main.ts'), ...args])
	}
	if (command.kind === 'backup' || command.kind === 'restore') {
		const less = command.kind === 'backup' && !command.audio ? ['--no-audio'] : []
		return run(node, [join(root, 'electron/hosts/cli/main.ts'), command.kind, fromUser(command.file), ...less, ...data])
	}
	const paths = [...data, '--models', modelsDir, '--renderer', join(root, 'dist/renderer')]
	const body = await chooseHost(command, node)
	if (children.ending()) return 130
	if (body.problem !== undefined) return refuse(body.problem, 1)
	progress.say(body.sentence)
	if (body.electron !== undefined) {
		const built = await ensureBundles({ root, node, bundles: ['electron'], progress, children })
		if (!built.ok) return refuse(built.problem.text, 1)
		const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
		return run(body.electron, [...sandbox, join(root, 'dist/electron/main.mjs'), ...paths])
	}
	const port = command.port === undefined ? [] : ['--port', String(command.port)]
	return runBrowserHost(node, [join(root, 'electron/guardian/main.ts'), ...port, ...paths], command.open)
}

/**
 * Which body the app gets, and the sentence that says so.
 *
 * @param {{ host: 'browser' | 'electron' | undefined }} command
 * @param {string} node
 * @returns {Promise<{ sentence: string, electron?: string, problem?: undefined } | { problem: string }>}
 */
async function chooseHost({ host }, node) {
	if (host === 'browser') return { sentence: 'Holdfast runs in the browser, as asked.' }
	if (host === undefined && !hasDisplay())
		return { sentence: 'There is no display here, so Holdfast runs without Electron and serves a browser on this machine.' }
	const electron = await ensureElectron({ root, node, insist: host === 'electron', progress, children })
	if (electron.ok) return { sentence: 'Holdfast runs in Electron.', electron: electron.value }
	if (host === 'electron')
		return {
			problem: `${electron.problem.text}. Check the network or Electron’s mirror settings, or start with \`npm start -- --host browser\`, which needs no runtime.`
		}
	return { sentence: `${electron.problem.text}, so Holdfast runs in the browser; \`npm start -- --host electron\` tries again.` }
}

/** @param {string} node @param {readonly string[]} args @param {boolean} open */
async function runBrowserHost(node, args, open) {
	// Compiled code is kept: without the compiler of TypeScript in it the guardian takes half the memory.
	const env = { ...process.env, NODE_COMPILE_CACHE: join(root, '.cache/code') }
	const app = children.spawn(node, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
	/** @type {string | undefined} */
	let address
	/** @type {Promise<void> | undefined} */
	let window
	if (app.stdout !== null) {
		createInterface({ input: app.stdout }).on('line', line => {
			process.stdout.write(`${line}\n`)
			const url = /^Holdfast is ready at (http:\S+)$/.exec(line)?.[1]
			if (url === undefined || address !== undefined) return
			address = url
			if (open && hasDisplay()) window = showWindow(url)
		})
	}
	const { code, error } = await ended(app)
	if (error !== undefined) return refuse(`Holdfast could not be started: ${error}.`, 1)
	if (children.ending()) return code
	if (address === undefined) progress.say(`Holdfast ended before it was ready (exit code ${code}); the lines above say why.`)
	// One that ran already answers for ours: then the window is all that is left to do here.
	if (address !== undefined && code === 0 && (await answers(address))) await window
	children.stop()
	return code
}

/** @param {string} url */
async function showWindow(url) {
	const cache = join(root, '.cache')
	const door = doorTo(url, join(cache, 'door'))
	const shut = () => rmSync(door.path, { force: true })
	setTimeout(shut, DOOR_MS).unref()
	process.once('exit', shut)
	const command = openCommand(door.address, join(cache, 'window'))
	if (command === undefined) {
		progress.say('No browser was found to open it with; open the address above yourself.')
		return
	}
	const { code, error } = await ended(children.spawn(command.program, command.args, { stdio: 'ignore' }))
	if (children.ending()) return
	if (error !== undefined || code !== 0) {
		progress.say(
			`The window could not be kept open (${error ?? `exit code ${code}`}); the address above works in any browser on this machine.`
		)
	} else if (command.isWindow) {
		progress.say('The window was closed; Holdfast goes on. Open the address above to see it again, or press Ctrl+C to end it.')
	}
}

/** @param {string} url */
async function answers(url) {
	return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2_000) }).then(
		() => true,
		() => false
	)
}

/** @param {string} program @param {readonly string[]} args */
async function run(program, args) {
	const { code, error } = await ended(children.spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }))
	return error === undefined ? code : refuse(`Holdfast could not be started: ${error}.`, 1)
}

/** @param {string} sentence @param {number} code */
function refuse(sentence, code) {
	progress.say(sentence)
	return code
}

/** npm runs scripts in the checkout; the user's paths are meant from where they typed the command. @param {string} path */
function fromUser(path) {
	const from = process.env.npm_lifecycle_event === 'start' ? process.env.INIT_CWD : undefined
	return resolve(from ?? process.cwd(), path)
}
