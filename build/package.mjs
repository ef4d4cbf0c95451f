import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ended, keepChildren } from './children.mjs'
import { showProgress } from './progress.mjs'
import { setUp } from './setup.mjs'

// `npm run package`: sets up what a fresh clone lacks, then `package/make.ts` with the arguments given here.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const progress = showProgress(process.stderr)
const children = keepChildren()
const ready = await setUp({ root, bundles: ['renderer', 'electron'], progress, children })
if (!ready.ok) {
	progress.say(ready.problem.text)
	process.exitCode = 1
} else {
	const { code } = await ended(
		children.spawn(ready.value.node, [join(root, 'build/package/make.ts'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
	)
	process.exitCode = code
}
