import { join } from 'node:path'
import { ensureAddon } from './addon.mjs'
import { ensureBundles } from './fresh-bundle.mjs'
import { ensureDependencies } from './install.mjs'
import { defaultModels, ensureModels } from './models.mjs'
import { findNode24 } from './node24.mjs'
import { done, failed } from './outcome.mjs'

/**
 * Everything a fresh clone lacks, in the order it is needed; each step costs milliseconds when it was done before.
 *
 * @param {object} options
 * @param {string} options.root
 * @param {boolean} [options.models] default true
 * @param {readonly import('./fresh-bundle.mjs').Bundle[]} [options.bundles] default none
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {import('./children.mjs').Children} options.children
 * @returns {Promise<import('./outcome.mjs').Outcome<{ node: string, modelsDir: string }>>}
 */
export async function setUp({ root, models = true, bundles = [], progress, children }) {
	const major = Number.parseInt(process.versions.node, 10)
	if (major < 20)
		return failed(
			'node-too-old',
			`Holdfast needs Node 20 or later to start, and this is Node ${process.versions.node}. Install a newer Node and start again.`
		)
	/** @param {import('node:child_process').ChildProcess} child */
	const onSpawn = child => children.add(child)
	const installed = await ensureDependencies({ root, progress, onSpawn })
	if (!installed.ok) return installed
	const node = findNode24(root)
	if (!node.ok) return node
	const modelsDir = join(root, 'models')
	if (models) {
		const fetched = await ensureModels({ root, modelsDir, models: defaultModels(root), progress, onSpawn })
		if (!fetched.ok) return fetched
	}
	const addon = await ensureAddon({ root, node: node.value, name: 'crash-capture', progress, children })
	// Where none can be had, no sentence at each start helps.
	if (!addon.ok && addon.problem.code !== 'no-capture-here') progress.say(addon.problem.text)
	const built = await ensureBundles({ root, node: node.value, bundles, progress, children })
	return built.ok ? done({ node: node.value, modelsDir }) : built
}
