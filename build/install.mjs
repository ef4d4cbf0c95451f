import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { npmReason, runNpm } from './npm.mjs'
import { done, failed } from './outcome.mjs'

/**
 * @typedef {{ version?: string, optional?: boolean, os?: string | string[], cpu?: string | string[], libc?: unknown }} Entry
 * @typedef {Record<string, Entry>} Entries the `packages` of a lockfile, by path
 */

/**
 * Installs what package-lock.json says when node_modules is missing or says something else. A stamp in node_modules makes the usual case
 * cost one hash; without it npm's own record of what it installed is compared, so a developer's `npm install` counts too.
 *
 * @param {object} options
 * @param {string} options.root
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {(child: import('node:child_process').ChildProcess) => void} options.onSpawn
 * @returns {Promise<import('./outcome.mjs').Outcome<{ installed: boolean }>>}
 */
export async function ensureDependencies({ root, progress, onSpawn }) {
	const lockText = await readFile(join(root, 'package-lock.json'), 'utf8').catch(() => undefined)
	if (lockText === undefined)
		return failed('no-lockfile', `package-lock.json is missing in ${root}. Is this a whole checkout of Holdfast? Clone it again.`)
	const stampPath = join(root, 'node_modules/.holdfast-lock')
	const stamp = createHash('sha256').update(`${process.platform} ${process.arch}\n${lockText}`).digest('hex')
	if ((await readFile(stampPath, 'utf8').catch(() => '')) === stamp) return done({ installed: false })

	const wanted = entries(lockText)
	const here = entries(await readFile(join(root, 'node_modules/.package-lock.json'), 'utf8').catch(() => '{}'))
	// npm's record outlives folders that were deleted by hand.
	for (const path of Object.keys(here)) if (!existsSync(join(root, path))) delete here[path]
	const missing = missingPackages(wanted, here, process)
	if (missing.length === 0) {
		await writeFile(stampPath, stamp).catch(() => undefined)
		return done({ installed: false })
	}
	const total = Object.entries(wanted).filter(([path, entry]) => path !== '' && !entry.optional).length
	const step = progress.step(`Installing ${total} packages with npm`)
	await rm(stampPath, { force: true })
	let fetched = 0
	const { code, output } = await runNpm(['ci', '--loglevel', 'http'], {
		cwd: root,
		onSpawn,
		onOutput(text) {
			fetched += text.split('.tgz ').length - 1
			if (fetched > 0) step.update(fetched < total ? `fetched ${fetched} of ${total}` : 'unpacking')
		}
	})
	if (code !== 0) {
		step.end('failed')
		return failed(
			'not-installed',
			`What Holdfast is built from could not be installed: npm ci ended with ${code ?? 'a signal'} (${npmReason(output)}). ` +
				'Check the network, npm’s registry and proxy settings (`npm ping` must work) and the free space on the disk, then start again.'
		)
	}
	await mkdir(join(root, 'node_modules'), { recursive: true })
	await writeFile(stampPath, stamp)
	step.end()
	return done({ installed: true })
}

/**
 * Which packages of the lockfile are not installed as it says. Those for another system or processor are not missed, nor are optional ones
 * that do not say for which system they are (npm leaves out what only another system's packages need).
 *
 * @param {Entries} wanted
 * @param {Entries} here
 * @param {{ platform: string, arch: string }} machine
 * @returns {string[]} their paths
 */
export function missingPackages(wanted, here, machine) {
	return Object.entries(wanted).flatMap(([path, entry]) => {
		if (path === '') return []
		const installed = here[path]
		if (installed !== undefined) return installed.version === entry.version ? [] : [path]
		const forUs = [entry.os].flat().includes(machine.platform) && [entry.cpu].flat().includes(machine.arch) && entry.libc === undefined
		return entry.optional && !forUs ? [] : [path]
	})
}

/** @param {string} text @returns {Entries} */
function entries(text) {
	try {
		return JSON.parse(text).packages ?? {}
	} catch {
		return {}
	}
}
