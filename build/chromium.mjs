import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findSystemChromium } from './browsers.mjs'
import { aptInstall, attempt, isRootOnDebian } from './debian.mjs'
import { done, failed } from './outcome.mjs'

/** An installation that takes longer is given up: it hangs at a network that swallows packets. */
const PLAYWRIGHT_LIMIT_MS = 180_000

/**
 * A Chromium for the end-to-end tests that starts: `HOLDFAST_CHROMIUM`, Playwright's own, the system's; else one is installed. As root on Debian
 * that is Debian's package, because it brings the libraries which Playwright's build expects of the system; else Playwright's.
 *
 * @param {object} options
 * @param {string} options.root
 * @param {string} options.node Node 24
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {import('./children.mjs').Children} options.children
 * @returns {Promise<import('./outcome.mjs').Outcome<string>>} its program
 */
export async function ensureChromium({ root, node, progress, children }) {
	const given = process.env.HOLDFAST_CHROMIUM
	if (given) {
		if (starts(given)) return done(given)
		return failed(
			'chromium-given',
			`HOLDFAST_CHROMIUM names ${given}, which does not start. Correct the path, or unset it and one is looked for.`
		)
	}
	const present = await findWorking(root)
	if (present !== undefined) return done(present)
	for (const { what, install } of installers(root, node, children)) {
		const step = progress.step(`Installing Chromium for the end-to-end tests (${what})`)
		const found = (await install()) ? await findWorking(root) : undefined
		step.end(found === undefined ? 'it did not work' : 'done')
		if (found !== undefined) return done(found)
		if (children.ending()) break
	}
	return failed(
		'no-chromium',
		'The end-to-end tests need a Chromium, none was found, and none could be installed here. Install one (on Debian: `apt-get install chromium`; ' +
			'elsewhere Chromium or Chrome, or `npx playwright install --with-deps chromium`), or name one by HOLDFAST_CHROMIUM, and run the tests again.'
	)
}

/** @param {string} root @param {string} node @param {import('./children.mjs').Children} children @returns {{ what: string, install: () => Promise<boolean> }[]} */
function installers(root, node, children) {
	const args = [join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium']
	const playwright = { what: 'Playwright', install: () => attempt(node, args, PLAYWRIGHT_LIMIT_MS, children) }
	if (!isRootOnDebian()) return [playwright]
	return [{ what: 'Debian', install: () => aptInstall(['chromium'], children) }, playwright]
}

/** @param {string} root @returns {Promise<string | undefined>} */
async function findWorking(root) {
	const own = await playwrightChromium(root)
	return [own, findSystemChromium()].find(path => path !== undefined && starts(path))
}

/** @param {string} root @returns {Promise<string | undefined>} */
async function playwrightChromium(root) {
	const { chromium } = await import(pathToFileURL(join(root, 'node_modules/playwright/index.mjs')).href)
	const path = chromium.executablePath()
	return existsSync(path) ? path : undefined
}

/** One that lacks a library, or a stub that only says "install the snap", is there and yet is none. @param {string} program */
function starts(program) {
	// On Windows `chrome.exe --version` opens a window; there a file is enough.
	if (process.platform === 'win32') return existsSync(program)
	return spawnSync(program, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0
}
