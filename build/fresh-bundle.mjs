import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ended } from './children.mjs'
import { done, failed } from './outcome.mjs'

/** What each bundle is made of; `dist/<name>` holds the result. */
const SOURCES = {
	renderer: ['renderer', 'electron/contract', 'native-bridge/protocol', 'build/bundle.ts', 'package-lock.json'],
	electron: ['electron', 'native-bridge', 'build/bundle.ts', 'package-lock.json']
}

/** @typedef {keyof typeof SOURCES} Bundle */

/**
 * Builds the named bundles whose sources changed since they were built. Contents are compared, not times: a checkout changes the times.
 *
 * @param {object} options
 * @param {string} options.root
 * @param {string} options.node Node 24
 * @param {readonly Bundle[]} options.bundles
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {import('./children.mjs').Children} options.children
 * @returns {Promise<import('./outcome.mjs').Outcome<{ built: Bundle[] }>>}
 */
export async function ensureBundles({ root, node, bundles, progress, children }) {
	/** @type {Bundle[]} */
	const built = []
	for (const bundle of bundles) {
		const stampPath = join(root, 'dist', bundle, '.stamp')
		const stamp = await hashSources(root, SOURCES[bundle])
		if ((await readFile(stampPath, 'utf8').catch(() => '')) === stamp) continue
		const step = progress.step(bundle === 'renderer' ? 'Building the window' : 'Building the Electron app')
		const child = children.spawn(node, [join(root, 'build/bundle.ts'), bundle], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
		let output = ''
		for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => (output += text))
		const { code, error } = await ended(child)
		if (code !== 0) {
			step.end('failed')
			return failed(
				'not-built',
				`${output.trim() || error || `It ended with code ${code}.`}\n` +
					`The ${bundle} could not be built; the lines above say where. If you changed nothing, run \`npm ci\` and start again; if it stays so, please report it.`
			)
		}
		await writeFile(stampPath, stamp)
		step.end()
		built.push(bundle)
	}
	return done({ built })
}

/** @param {string} root @param {readonly string[]} sources files and folders */
async function hashSources(root, sources) {
	const hash = createHash('sha256')
	for (const source of sources) {
		const path = join(root, source)
		const names = (await stat(path)).isFile() ? [''] : (await readdir(path, { recursive: true })).sort()
		for (const name of names) {
			const file = join(path, name)
			if (/\.test\.ts$/.test(name) || !(await stat(file)).isFile()) continue
			hash.update(`${file.slice(root.length)}\n`)
			hash.update(await readFile(file))
		}
	}
	return hash.digest('hex')
}
