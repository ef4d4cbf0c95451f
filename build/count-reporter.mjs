/**
 * A reporter for node:test that writes one line of JSON at the end: the whole run's counts, as the runner itself counts them, and how long each
 * file took, ms. Without the line the run was cut short.
 *
 * @param {AsyncIterable<{ type: string, data: { file?: string, duration_ms?: number, counts?: Record<string, number> } }>} source
 */
export default async function* countReporter(source) {
	/** @type {Record<string, number>} */
	const files = {}
	for await (const event of source) {
		if (event.type !== 'test:summary') continue
		// Each file has a summary of its own; the one without a file is the sum.
		if (event.data.file !== undefined) files[event.data.file] = Math.round(event.data.duration_ms ?? 0)
		if (event.data.file !== undefined || event.data.counts === undefined) continue
		const { passed = 0, failed = 0, cancelled = 0, skipped = 0, todo = 0 } = event.data.counts
		yield `${JSON.stringify({ passed, failed: failed + cancelled, skipped: skipped + todo, files })}\n`
	}
}
