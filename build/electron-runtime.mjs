import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ended } from './children.mjs'
import { done, failed } from './outcome.mjs'

/** No byte for so long: the download is given up. A refused or unknown address fails at once anyway. */
const STALL_MS = 20_000
/** A download that failed is not tried again for so long, so that starting stays quick. Asking for it by `--host electron` tries at once. */
const REMEMBER_MS = 24 * 3_600_000

/**
 * Where Electron's runtime lies, if it does. The npm package does not bring it; requiring the package would start a download, so its files are
 * looked at instead: `path.txt` names the program and `dist/version` says which one it is.
 *
 * @param {string} root
 * @returns {Promise<string | undefined>} the program
 */
export async function findElectron(root) {
	const folder = join(root, 'node_modules/electron')
	const name = (await read(join(folder, 'path.txt'))) ?? 'electron'
	const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
	if (override) return existsSync(join(override, name)) ? join(override, name) : undefined
	const program = join(folder, 'dist', name)
	const version = (await read(join(folder, 'dist/version')))?.trim().replace(/^v/, '')
	const wanted = await electronVersion(root)
	return version !== undefined && version === wanted && existsSync(join(folder, 'path.txt')) && existsSync(program) ? program : undefined
}

/**
 * Finds Electron's runtime or fetches it with Electron's own installer (mirrors and proxies as its documentation says).
 *
 * @param {object} options
 * @param {string} options.root
 * @param {string} options.node Node 24, which the installer needs
 * @param {boolean} options.insist try although it failed within the last day
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {import('./children.mjs').Children} options.children
 * @returns {Promise<import('./outcome.mjs').Outcome<string>>} the program; the problem's text is a clause without a full stop
 */
export async function ensureElectron({ root, node, insist, progress, children }) {
	const present = await findElectron(root)
	if (present !== undefined) return done(present)
	const cache = join(root, '.cache')
	const notePath = join(cache, 'electron-not-fetched.json')
	const version = await electronVersion(root)
	const earlier = await readNote(notePath)
	if (!insist && earlier !== undefined && earlier.version === version && Date.now() - earlier.at < REMEMBER_MS) {
		return failed('electron-not-fetched-lately', `Electron’s runtime could not be fetched within the last day (${earlier.reason})`)
	}
	await mkdir(cache, { recursive: true })
	const step = progress.step(`Fetching Electron ${version}, about 110 MB`)
	const fetched = await runInstaller({ root, node, cache, children, onBytes: bytes => step.update(`${Math.round(bytes / 1e6)} MB`) })
	const program = await findElectron(root)
	if (program !== undefined) {
		step.end()
		await rm(notePath, { force: true })
		return done(program)
	}
	step.end('not to be had')
	if (!children.ending()) await writeFile(notePath, JSON.stringify({ version, at: Date.now(), reason: fetched }))
	return failed('electron-not-fetched', `Electron’s runtime is not here and could not be fetched (${fetched})`)
}

/**
 * @param {{ root: string, node: string, cache: string, children: import('./children.mjs').Children, onBytes: (bytes: number) => void }} options
 * @returns {Promise<string>} the reason, should it have failed
 */
async function runInstaller({ root, node, cache, children, onBytes }) {
	const folder = await mkdtemp(join(cache, 'electron-'))
	const child = children.spawn(node, [join(root, 'node_modules/electron/install.js')], {
		cwd: root,
		env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
		stdio: ['ignore', 'ignore', 'pipe']
	})
	let output = ''
	child.stderr?.setEncoding('utf8').on('data', text => (output += text))
	let bytes = 0
	let grownAt = Date.now()
	let stalled = false
	const watching = setInterval(async () => {
		const now = (await folderBytes(folder)) + (await folderBytes(join(root, 'node_modules/electron/dist')))
		if (now !== bytes) grownAt = Date.now()
		bytes = now
		onBytes(bytes)
		stalled = Date.now() - grownAt > STALL_MS
		if (stalled) child.kill('SIGKILL')
	}, 500)
	const { code, error } = await ended(child)
	clearInterval(watching)
	await rm(folder, { recursive: true, force: true })
	if (stalled) return `nothing came for ${STALL_MS / 1000} s`
	const line = output.split('\n').find(text => /error|refused|denied|HTTP/i.test(text) && !/^\s*(at|npm) /.test(text))
	return (line ?? error ?? `its installer ended with code ${code}`)
		.trim()
		.replace(/^\w*Error: /, '')
		.slice(0, 200)
}

/** @param {string} folder @returns {Promise<number>} */
async function folderBytes(folder) {
	let bytes = 0
	for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
		const found = await stat(join(folder, name)).catch(() => undefined)
		if (found?.isFile()) bytes += found.size
	}
	return bytes
}

/** @param {string} root */
async function electronVersion(root) {
	const text = await read(join(root, 'node_modules/electron/package.json'))
	return text === undefined ? 'unknown' : String(JSON.parse(text).version)
}

/** @param {string} path @returns {Promise<{ version: string, at: number, reason: string } | undefined>} */
async function readNote(path) {
	try {
		return JSON.parse((await read(path)) ?? '')
	} catch {
		return undefined
	}
}

/** @param {string} path */
function read(path) {
	return readFile(path, 'utf8').catch(() => undefined)
}
