import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureAddon } from './addon.mjs'
import { keepChildren } from './children.mjs'
import { findNode24 } from './node24.mjs'
import { showProgress } from './progress.mjs'

// `npm run build:addon`: the crash capture, or `npm run build:addon -- test-faults`. Says where it is, or why there is none.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const progress = showProgress(process.stderr)
const name = process.argv[2] ?? 'crash-capture'
const node = findNode24(root)

if (name !== 'crash-capture' && name !== 'test-faults') {
	progress.say(`There is no addon "${name}"; there are crash-capture and test-faults.`)
	process.exitCode = 2
} else if (!node.ok) {
	progress.say(node.problem.text)
	process.exitCode = 1
} else {
	const built = await ensureAddon({ root, node: node.value, name, progress, children: keepChildren() })
	if (built.ok) process.stdout.write(`${built.value.path}\n`)
	else progress.say(built.problem.text)
	process.exitCode = built.ok ? 0 : 1
}
