/**
 * A reporter for node:test that writes one line of JSON at the end: the whole run's counts, as the runner itself counts them, and how long each
 * file took, ms, and the counts of those in which something failed. Without the line the run was cut short.
 *
 * @param {AsyncIterable<{ type: string, data: { file?: string, duration_ms?: number, counts?: Record<string, number> } }>} source
 */
export default async function* countReporter(source) {
	/** @type {Record<string, number>} */
	const files = {}
	/** @type {Record<string, { passed: number, failed: number, skipped: number }>} */
	const unsound = {}
	for await (const event of source) {
		if (event.type !== 'test:summary') continue
		const { passed = 0, failed = 0, cancelled = 0, skipped = 0, todo = 0 } = event.data.counts ?? {}
		const counts = { passed, failed: failed + cancelled, skipped: skipped + todo }
		// Each file has a summary of its own; the one without a file is the sum.
		const { file } = event.data
		if (file !== undefined) {
			files[file] = Math.round(event.data.duration_ms ?? 0)
			if (counts.failed > 0) unsound[file] = counts
		} else if (event.data.counts !== undefined) yield `${JSON.stringify({ ...counts, files, unsound })}\n`
	}
}
