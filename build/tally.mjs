import { readFile } from 'node:fs/promises'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * The last line of a test run.
 *
 * @param {readonly Counts[]} counts
 * @returns {{ line: string, exitCode: 0 | 1 }} exit code 1 when anything failed, or nothing ran at all
 */
export function tally(counts) {
	const sum = counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }), {
		passed: 0,
		failed: 0,
		skipped: 0
	})
	const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''
	return { line: `${sum.passed} passed, ${sum.failed} failed${skipped}`, exitCode: sum.failed > 0 || sum.passed === 0 ? 1 : 0 }
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
