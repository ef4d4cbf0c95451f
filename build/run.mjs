import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ended, keepChildren } from './children.mjs'
import { findNode24 } from './node24.mjs'

// Runs one of our TypeScript files on Node 24: `node build/run.mjs build/bundle.ts …`. Arguments, streams, signals and exit code are passed on.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const node = findNode24(root)
const [script, ...rest] = process.argv.slice(2)

if (script === undefined) {
	console.error('Which file? Say `node build/run.mjs FILE.ts [arguments]`.')
	process.exitCode = 2
} else if (!node.ok) {
	console.error(node.problem.text)
	process.exitCode = 1
} else {
	const child = keepChildren().spawn(node.value, [resolve(script), ...rest], { stdio: 'inherit', detached: false })
	const { code, error } = await ended(child)
	if (error !== undefined) console.error(`Node 24 could not be started: ${error}.`)
	process.exitCode = code
}
