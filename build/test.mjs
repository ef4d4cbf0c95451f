import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ended, keepChildren } from './children.mjs'
import { ensureChromium } from './chromium.mjs'
import { findElectron } from './electron-runtime.mjs'
import { showProgress } from './progress.mjs'
import { setUp } from './setup.mjs'
import { ensureSound } from './sound.mjs'
import { readNodeCounts, readPlaywrightCounts, slowest, sum, tally, unsoundFiles } from './tally.mjs'

// `npm test`: every kind of test, or the named ones, each with what it needs; a kind that fails does not stop the next.
// The last line of stdout is the sum over all of them.

/** @typedef {import('./tally.mjs').Counts} Counts */
/** @typedef {{ node: string }} Prepared */

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, '.cache/test')
const progress = showProgress(process.stderr)
const children = keepChildren()

/** The layer check's own test belongs to the kind of that name, and counts once. */
const LAYERS_TEST = 'build/check-layers.test.ts'

/** Files at once. Node's own choice leaves a processor free, which on two is half of them. */
const SIDE_BY_SIDE = Math.min(4, availableParallelism())
/** Integration tests mostly wait, for processes to die and come back: five sixths of the time of those that take longest (measured). */
const INTEGRATION_SIDE_BY_SIDE = Math.min(6, availableParallelism() * 2)

/** As `npm start` has it: hundreds of processes are started, and two fifths of a short one's time is compiling what the one before it compiled. */
const COMPILED = { NODE_COMPILE_CACHE: join(root, '.cache/code') }

/** Files that took longer are named, with how long. */
const SLOW_SECONDS = 10

/** These keep the whole machine busy, or look for what any drill left behind: each would disturb another beside it. */
const ALONE = ['e2e/chaos', 'e2e/drill', 'electron/hosts/app/drill-inside', 'e2e/soak'].map(name => `${name}.integration.test.ts`)

/** @type {Readonly<Record<string, { models?: boolean, bundles?: readonly import('./fresh-bundle.mjs').Bundle[], run: (prepared: Prepared) => Promise<Counts> }>>} */
const kinds = {
	types: { run: ({ node }) => one(node, ['node_modules/typescript/bin/tsc', '-b']) },
	lint: { run: ({ node }) => one(node, ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']) },
	layers: {
		async run({ node }) {
			const check = await one(node, ['build/check-layers.ts'])
			const test = await nodeTests(node, 'layers', [LAYERS_TEST], [])
			return sum([check, test])
		}
	},
	unit: {
		async run({ node }) {
			const files = (await testFiles()).filter(path => !isIntegration(path) && !isPackage(path) && path !== LAYERS_TEST)
			const all = await nodeTests(node, 'unit', files, [`--test-concurrency=${SIDE_BY_SIDE}`, '--test-timeout=60000'])
			return children.ending() ? all : sum([all, ...(await secondTry(node, ['unit']))])
		}
	},
	integration: {
		models: true,
		// The browser host's tests ask for the page.
		bundles: ['renderer'],
		run: integration
	},
	'stand-in': { run: standIn },
	package: {
		models: true,
		bundles: ['renderer', 'electron'],
		run: async ({ node }) => nodeTests(node, 'package', (await testFiles()).filter(isPackage), ['--test-timeout=300000'])
	},
	e2e: { models: true, bundles: ['renderer', 'electron'], run: endToEnd }
}

process.exitCode = await testAll(process.argv.slice(2))

/** @param {readonly string[]} names @returns {Promise<number>} */
async function testAll(names) {
	const stranger = names.find(name => !Object.hasOwn(kinds, name))
	if (stranger !== undefined) {
		progress.say(`There are no "${stranger}" tests; there are ${Object.keys(kinds).join(', ')}.`)
		return 2
	}
	rmSync(cache, { recursive: true, force: true })
	mkdirSync(cache, { recursive: true })
	const counts = []
	for (const name of names.length === 0 ? Object.keys(kinds) : names) {
		process.stdout.write(`\n── ${name}\n`)
		const started = Date.now()
		const result = await testKind(name)
		counts.push(result)
		if (children.ending()) return 130
		const verdict = result.failed === 0 ? 'ok' : `FAILED: ${result.failed} of ${result.passed + result.failed}`
		process.stdout.write(`── ${name} ${verdict} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`)
	}
	const { line, exitCode } = tally(counts)
	process.stdout.write(`\n${line}\n`)
	return exitCode
}

/** @param {string} name @returns {Promise<Counts>} */
async function testKind(name) {
	const kind = kinds[name]
	if (kind === undefined) return { passed: 0, failed: 1, skipped: 0 }
	const ready = await setUp({ root, models: kind.models ?? false, bundles: kind.bundles ?? [], progress, children })
	if (ready.ok) return kind.run(ready.value)
	progress.say(ready.problem.text)
	return { passed: 0, failed: 1, skipped: 0 }
}

/** Whether a real Electron does what our stand-in for it claims; skipped where there is none. @param {Prepared} prepared @returns {Promise<Counts>} */
async function standIn({ node }) {
	const electron = await findElectron(root)
	if (electron !== undefined) return one(node, ['electron/hosts/electron/stand-in/try-electron.ts', electron])
	process.stdout.write(
		'Skipped: there is no Electron runtime here to compare the stand-in with. `npm start -- --host electron` fetches one.\n'
	)
	return { passed: 0, failed: 0, skipped: 1 }
}

/** @param {Prepared} prepared @returns {Promise<Counts>} */
async function integration({ node }) {
	const files = (await testFiles()).filter(isIntegration)
	const isAlone = (/** @type {string} */ path) => ALONE.includes(path)
	// Here, so that no two files build it at once; where it can't be built, the tests that need it are skipped and say why.
	await ended(children.spawn(node, [join(root, 'build/build-addon.mjs'), 'test-faults'], { cwd: root, stdio: 'ignore' }))
	const beside = [`--test-concurrency=${INTEGRATION_SIDE_BY_SIDE}`, '--test-timeout=900000']
	const together = await nodeTests(
		node,
		'integration',
		files.filter(path => !isAlone(path)),
		beside
	)
	if (children.ending()) return together
	const alone = await nodeTests(node, 'alone', files.filter(isAlone), ['--test-concurrency=1', '--test-timeout=900000'])
	if (children.ending()) return sum([together, alone])
	return sum([together, alone, ...(await secondTry(node, ['integration', 'alone']))])
}

/**
 * They kill and freeze real processes, and a machine that is busy with something else can make one of them late: what failed is tried once more,
 * by itself. What passes then is told, and counts as passed.
 *
 * @param {string} node
 * @param {readonly string[]} names the runs before
 * @returns {Promise<Counts[]>} what to add to their counts
 */
async function secondTry(node, names) {
	const unsound = Object.assign({}, ...(await Promise.all(names.map(name => unsoundFiles(join(cache, `${name}.json`))))))
	const files = Object.keys(unsound)
	if (files.length === 0) return []
	process.stdout.write(`\nOnce more, one by one: ${files.map(file => relative(root, file)).join(', ')}\n`)
	const again = await nodeTests(node, 'again', files, ['--test-concurrency=1', '--test-timeout=900000'])
	const before = sum(Object.values(unsound))
	return [{ passed: -before.passed, failed: -before.failed, skipped: -before.skipped }, again]
}

/** A checker that says yes or no counts as one test. @param {string} node @param {readonly string[]} args @returns {Promise<Counts>} */
async function one(node, args) {
	const code = await run(node, args)
	return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

/**
 * @param {string} node
 * @param {string} name
 * @param {readonly string[]} files
 * @param {readonly string[]} options
 * @returns {Promise<Counts>}
 */
async function nodeTests(node, name, files, options) {
	if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 }
	const countsPath = join(cache, `${name}.json`)
	const reporter = pathToFileURL(join(root, 'build/count-reporter.mjs')).href
	const reporters = [
		'--test-reporter=spec',
		'--test-reporter-destination=stdout',
		`--test-reporter=${reporter}`,
		`--test-reporter-destination=${countsPath}`
	]
	const code = await run(node, ['--test', ...options, ...reporters, ...files])
	await tellSlowest(countsPath)
	return readNodeCounts(countsPath, code)
}

/** @param {Prepared} prepared @returns {Promise<Counts>} */
async function endToEnd({ node }) {
	const inElectron = await electronFor(process.env.HOLDFAST_E2E_HOST ?? 'browser')
	if (inElectron.skip !== undefined) {
		process.stdout.write(`Skipped: ${inElectron.skip}\n`)
		return { passed: 0, failed: 0, skipped: 1 }
	}
	const chromium = await ensureChromium({ root, node, progress, children })
	if (!chromium.ok) {
		progress.say(chromium.problem.text)
		return { passed: 0, failed: 1, skipped: 0 }
	}
	await ensureSound({ progress, children })
	const countsPath = join(cache, 'e2e.json')
	const args = ['node_modules/playwright/cli.js', 'test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json']
	const code = await run(node, args, { HOLDFAST_CHROMIUM: chromium.value, PLAYWRIGHT_JSON_OUTPUT_FILE: countsPath, ...inElectron.env })
	await tellSlowest(countsPath)
	return readPlaywrightCounts(countsPath, code)
}

/**
 * Specs run in a browser, or by `HOLDFAST_E2E_HOST` in `electron`, or in what `npm run package -- --dir --test` has `packed`.
 *
 * @param {string} host
 * @returns {Promise<{ env: Record<string, string>, skip?: string }>}
 */
async function electronFor(host) {
	if (host === 'browser') return { env: {} }
	if (host === 'packed') {
		const folder = join(root, 'dist/package', `${process.platform}-${process.arch}-full`)
		// This script runs on the system's Node too, which may be 20: it has no glob.
		const programs = ['holdfast', 'Holdfast.exe', 'Holdfast.app/Contents/MacOS/Holdfast']
		const packed = existsSync(folder) ? readdirSync(folder).flatMap(each => programs.map(name => join(each, name))) : []
		const program = packed.find(path => existsSync(join(folder, path)))
		if (program === undefined) return { env: {}, skip: 'nothing is packed here. `npm run package -- --dir --test` does it.' }
		return { env: { HOLDFAST_ELECTRON: join(folder, program) } }
	}
	const program = await findElectron(root)
	if (program === undefined) return { env: {}, skip: 'there is no Electron runtime here. `npm start -- --host electron` fetches one.' }
	return { env: { HOLDFAST_ELECTRON: program } }
}

/** Where the time went. @param {string} countsPath */
async function tellSlowest(countsPath) {
	for (const { file, seconds } of await slowest(countsPath, SLOW_SECONDS))
		process.stdout.write(`   ${seconds.toFixed(0).padStart(4)} s  ${relative(root, resolve(root, 'e2e', file))}\n`)
}

/** @param {string} node @param {readonly string[]} args @param {Record<string, string>} [env] */
async function run(node, args, env = {}) {
	const child = children.spawn(node, args, {
		cwd: root,
		env: { ...COMPILED, ...process.env, ...env },
		stdio: ['ignore', 'inherit', 'inherit']
	})
	const { code, error } = await ended(child)
	if (error !== undefined) progress.say(`${args[0]} could not be started: ${error}.`)
	return code
}

/** @returns {Promise<string[]>} relative to the checkout */
async function testFiles() {
	const rooms = ['native-bridge', 'electron', 'renderer', 'build', 'e2e']
	const lists = await Promise.all(
		rooms.map(async room => (await readdir(join(root, room), { recursive: true })).map(name => `${room}/${name.replaceAll('\\', '/')}`))
	)
	return lists
		.flat()
		.filter(path => path.endsWith('.test.ts'))
		.sort()
}

/** @param {string} path */
function isIntegration(path) {
	return path.endsWith('.integration.test.ts') && !isPackage(path)
}

/** Packs the app as it ships, and runs what comes out. @param {string} path */
function isPackage(path) {
	return path.endsWith('/packed.integration.test.ts')
}
