import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { done, failed } from './outcome.mjs'

/**
 * The Node that runs the app. It must be 24 or later, for it runs TypeScript as it stands; the one that started us may be as old as 20.
 * npm's `node` package brings it as `node-<platform>-<arch>`; we look for that one directly, since the package's own `bin` needs an
 * install script, and those are off.
 *
 * @param {string} root the checkout
 * @param {{ platform: string, arch: string, execPath: string, versions: { node: string } }} [current]
 * @returns {import('./outcome.mjs').Outcome<string>} its path
 */
export function findNode24(root, current = process) {
	const platform = current.platform === 'win32' ? 'win' : current.platform
	const file = current.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
	const name = `node-${platform}-${current.arch}`
	const packaged = join(root, 'node_modules', name, file)
	if (existsSync(packaged)) return done(packaged)
	if (Number.parseInt(current.versions.node, 10) >= 24) return done(current.execPath)
	return failed(
		'node-too-old',
		`Holdfast runs on Node 24, but node_modules has no ${name} and this is Node ${current.versions.node}. ` +
			'Run `npm ci` to fetch it; if npm has none for this machine, install Node 24 or later and start again.'
	)
}
