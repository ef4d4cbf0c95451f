import assert from 'node:assert/strict'
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { startHost } from './host.ts'
import { clips } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-silent-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('a model whose every result is empty gives gaps that say so, and no silence', { timeout: 90_000 }, async () => {
	const modelsDir = join(folder, 'models')
	cpSync(join(import.meta.dirname, '../models'), modelsDir, { recursive: true, dereference: true })
	// Both load. What the library meets in the first decode it writes to standard error, and gives an empty text.
	copyFileSync(join(modelsDir, 'silero-vad/silero_vad.onnx'), join(modelsDir, 'moonshine-tiny-en/encoder.onnx'))
	const host = await startHost({ modelsDir })
	try {
		const client = await host.connect()
		const [job] = await client.drop(clips[0] ?? '')
		assert.equal((await client.over(job?.id ?? '')).state, 'done')
		const { segments, gaps } = await client.request('transcript.get', { transcript: job?.id ?? '' })
		assert.deepEqual([segments, gaps.map(gap => gap.cause)], [[], ['engine-failed']])
		client.close()
	} finally {
		await host.stop()
	}
})
