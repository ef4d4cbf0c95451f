import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ended, keepChildren } from './children.mjs'
import { ensureChromium } from './chromium.mjs'
import { showProgress } from './progress.mjs'
import { setUp } from './setup.mjs'

// A script that looks at a page (`npm run bench:live`, `npm run shots`): what it needs (models, the window, a Chromium), then it.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const progress = showProgress(process.stderr)
const children = keepChildren()

process.exitCode = await run()

async function run() {
	const ready = await setUp({ root, models: true, bundles: ['renderer'], progress, children })
	if (!ready.ok) return complain(ready.problem.text)
	const { node } = ready.value
	const found = await ensureChromium({ root, node, progress, children })
	if (!found.ok) return complain(found.problem.text)
	const [script = '', ...rest] = process.argv.slice(2)
	const child = children.spawn(node, [join(root, script), ...rest], {
		stdio: 'inherit',
		env: { ...process.env, HOLDFAST_CHROMIUM: found.value }
	})
	return (await ended(child)).code
}

/** @param {string} text */
function complain(text) {
	progress.say(text)
	return 1
}
