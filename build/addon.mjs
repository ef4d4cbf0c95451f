import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ended } from './children.mjs'
import { done, failed } from './outcome.mjs'

const SOURCES = 'native-bridge/addon'

/**
 * Our native code. `test-faults` crashes on purpose and is built only when a test asks for it.
 *
 * @type {Readonly<Record<'crash-capture' | 'test-faults', { ours: (file: string) => boolean, flags: readonly string[] }>>}
 */
const ADDONS = {
	'crash-capture': {
		ours: file => /\.(cc|h)$/.test(file) && !file.startsWith('test-'),
		// It must stay when the last JavaScript that uses it goes: the signal handlers are in it.
		flags: ['-O2', '-fno-exceptions', '-fno-rtti', '-Wl,-z,nodelete']
	},
	'test-faults': { ours: file => file === 'test-faults.cc', flags: ['-O1'] }
}

/** @typedef {keyof typeof ADDONS} Addon */

/** Node-API 8 is in every Node since 12.22. Frame pointers and build ids are for whoever reads the dump. */
const FLAGS = [
	...['-std=c++20', '-fPIC', '-shared', '-pthread', '-Wall', '-Wextra', '-DNAPI_VERSION=8'],
	...['-fvisibility=hidden', '-fno-omit-frame-pointer', '-Wl,--build-id', '-Wl,--as-needed']
]

/**
 * Builds an addon with the machine's C++ compiler when it is missing or its sources changed: `dist/addon/<platform>-<arch>/<name>.node`.
 * Nothing but the compiler and the headers that come with Node 24 is needed. A failure is no reason not to start: Holdfast then goes on without.
 *
 * @param {object} options
 * @param {string} options.root
 * @param {string} options.node Node 24: its headers lie beside it
 * @param {Addon} options.name
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {import('./children.mjs').Children} options.children
 * @param {readonly string[]} [options.compilers] the first that exists is used
 * @param {{ platform: string, arch: string }} [options.machine]
 * @returns {Promise<import('./outcome.mjs').Outcome<{ path: string, built: boolean }>>}
 */
export async function ensureAddon({ root, node, name, progress, children, compilers = usualCompilers(), machine = process }) {
	if (machine.platform !== 'linux' || !['x64', 'arm64'].includes(machine.arch))
		return failed(
			'no-capture-here',
			`Native crashes are captured on Linux with x64 or arm64 only (Electron has its own capture), and this is ${machine.platform} with ${machine.arch}: no addon is built.`
		)
	const folder = join(root, 'dist/addon', `${machine.platform}-${machine.arch}`)
	const path = join(folder, `${name}.node`)
	const stampPath = join(folder, `.${name}.stamp`)
	const { ours, flags } = ADDONS[name]
	const files = (await readdir(join(root, SOURCES))).filter(ours).sort()
	const all = [...FLAGS, ...flags]
	const stamp = await hash(root, files, all)
	if (existsSync(path) && (await readFile(stampPath, 'utf8').catch(() => '')) === stamp) return done({ path, built: false })

	const headers = join(dirname(dirname(node)), 'include/node')
	if (!existsSync(join(headers, 'node_api.h')))
		return skipped(`there are no headers of Node beside ${node}`, 'Run `npm ci`; it fetches a Node with its headers.')
	await mkdir(folder, { recursive: true })
	// Built beside and moved: another process may have the old one loaded, or build the same.
	const unfinished = join(folder, `.${name}-${randomUUID()}.node`)
	const sources = files.filter(file => file.endsWith('.cc')).map(file => join(root, SOURCES, file))
	const step = progress.step(name === 'crash-capture' ? 'Building the crash capture' : `Building ${name}`)
	const { compiler, code, output } = await compile(compilers, [...all, `-I${headers}`, ...sources, '-o', unfinished], root, children)
	if (code === 0) {
		await rename(unfinished, path)
		await writeFile(stampPath, stamp)
		step.end()
		return done({ path, built: true })
	}
	await rm(unfinished, { force: true })
	step.end('skipped')
	if (compiler === undefined)
		return skipped(`no C++ compiler was found (tried ${compilers.join(', ')})`, 'To have it, install g++ or clang and start again.')
	const reason = output.split('\n').find(line => /\berror\b/i.test(line)) ?? `it ended with code ${code}`
	return skipped(
		`${compiler} could not build it (${reason.trim()})`,
		'A C library with its headers is needed, on Debian and Ubuntu the package g++.'
	)
}

/** @param {string} why @param {string} remedy */
function skipped(why, remedy) {
	return failed(
		'addon-not-built',
		`Native crashes will leave no dump when Holdfast runs without Electron: ${why}. Everything else works. ${remedy}`
	)
}

/**
 * @param {readonly string[]} compilers
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {import('./children.mjs').Children} children
 * @returns {Promise<{ compiler?: string, code: number, output: string }>} no compiler: none of them exists
 */
async function compile(compilers, args, cwd, children) {
	for (const compiler of compilers) {
		// Without a language: the reason is looked for in what it says.
		const child = children.spawn(compiler, args, { cwd, env: { ...process.env, LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] })
		let output = ''
		for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => (output += text))
		const { code, error } = await ended(child)
		if (error === undefined) return { compiler, code, output }
	}
	return { code: 127, output: '' }
}

function usualCompilers() {
	const { CXX } = process.env
	return [...(CXX ? [CXX] : []), 'c++', 'g++', 'clang++']
}

/** @param {string} root @param {readonly string[]} files @param {readonly string[]} flags */
async function hash(root, files, flags) {
	const hash = createHash('sha256').update(flags.join(' '))
	for (const file of files) hash.update(`\n${file}\n`).update(await readFile(join(root, SOURCES, file)))
	return hash.digest('hex')
}
