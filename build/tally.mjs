import { readFile } from 'node:fs/promises'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {readonly Counts[]} counts @returns {Counts} */
export function sum(counts) {
	return counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }), {
		passed: 0,
		failed: 0,
		skipped: 0
	})
}

/**
 * The last line of a test run.
 *
 * @param {readonly Counts[]} counts
 * @returns {{ line: string, exitCode: 0 | 1 }} exit code 1 when anything failed, or nothing ran at all
 */
export function tally(counts) {
	const all = sum(counts)
	const skipped = all.skipped > 0 ? `, ${all.skipped} skipped` : ''
	return { line: `${all.passed} passed, ${all.failed} failed${skipped}`, exitCode: all.failed > 0 || all.passed === 0 ? 1 : 0 }
}

/**
 * What `count-reporter.mjs` left. A runner that ended badly without a failed test to show for it counts as one failure.
 *
 * @param {string} path
 * @param {number} exitCode
 * @returns {Promise<Counts>}
 */
export async function readNodeCounts(path, exitCode) {
	return read(path, exitCode, counts => ({ passed: counts.passed, failed: counts.failed, skipped: counts.skipped }))
}

/**
 * The files in which something failed, with their counts; of what `count-reporter.mjs` left.
 *
 * @param {string} path
 * @returns {Promise<Readonly<Record<string, Counts>>>} none when nothing was left
 */
export async function unsoundFiles(path) {
	try {
		return JSON.parse(await readFile(path, 'utf8')).unsound ?? {}
	} catch {
		return {}
	}
}

/**
 * What Playwright's JSON reporter left. A test that passed at a second try passed.
 *
 * @param {string} path
 * @param {number} exitCode
 * @returns {Promise<Counts>}
 */
export async function readPlaywrightCounts(path, exitCode) {
	return read(path, exitCode, ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }))
}

/**
 * @param {string} path
 * @param {number} exitCode
 * @param {(json: Counts & { stats: { expected: number, flaky: number, unexpected: number, skipped: number } }) => Counts} pick
 * @returns {Promise<Counts>}
 */
async function read(path, exitCode, pick) {
	try {
		const counts = pick(JSON.parse(await readFile(path, 'utf8')))
		if (![counts.passed, counts.failed, counts.skipped].every(Number.isSafeInteger)) throw new Error('not counts')
		return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
	} catch {
		return { passed: 0, failed: 1, skipped: 0 }
	}
}

/**
 * Test files that took at least so long, the slowest first; of what `count-reporter.mjs` or Playwright's JSON reporter left.
 *
 * @param {string} path
 * @param {number} least seconds
 * @returns {Promise<{ file: string, seconds: number }[]>} none when nothing was left
 */
export async function slowest(path, least) {
	/** @type {Map<string, number>} */
	const took = new Map()
	try {
		const { files = {}, suites = [] } = JSON.parse(await readFile(path, 'utf8'))
		for (const [file, ms] of Object.entries(files)) took.set(file, Number(ms) / 1000)
		for (const suite of suites) took.set(suite.file, lasted(suite) / 1000)
	} catch {
		return []
	}
	return [...took]
		.map(([file, seconds]) => ({ file, seconds }))
		.filter(each => each.seconds >= least)
		.sort((a, b) => b.seconds - a.seconds)
}

/**
 * @typedef {{ suites?: Suite[], specs?: { tests: { results: { duration: number }[] }[] }[] }} Suite
 * @param {Suite} suite
 * @returns {number} ms
 */
function lasted({ suites = [], specs = [] }) {
	const results = specs.flatMap(spec => spec.tests.flatMap(test => test.results))
	return [...suites.map(lasted), ...results.map(result => result.duration)].reduce((a, b) => a + b, 0)
}
