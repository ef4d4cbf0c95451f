import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startHost } from './host.ts'

/** As many as take a tenth of a second to be brought back: some kills hit that. */
const SEGMENTS = 4_000

test('main is killed while an earlier text is brought back: it is back as a whole, or not at all, and the other one is kept', {
	timeout: 180_000
}, async context => {
	const id = randomUUID()
	const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-versions-'))
	context.after(() => rmSync(dataDir, { recursive: true, force: true }))
	const writer = fileURLToPath(new URL('../electron/ledger/test-two-texts.ts', import.meta.url))
	execFileSync(process.execPath, [writer, dataDir, id, String(SEGMENTS)])
	const seen: string[] = []
	for (const afterMs of [60, 80, 100, 120, 250]) {
		const host = await startHost({ dataDir })
		const client = await host.connect()
		const before = await client.request('transcript.get', { transcript: id })
		const [version] = before.versions
		assert.ok(version)
		client.request('version.restore', { transcript: id, version: version.id }).catch(() => {})
		await sleep(afterMs)
		await host.kill('SIGKILL')
		client.close()
		const again = await startHost({ dataDir })
		const api = await again.connect()
		const { segments, versions, transcript } = await api.request('transcript.get', { transcript: id })
		api.close()
		await again.stop()
		const [now, ...others] = new Set(segments.map(({ text }) => text.split(' ')[0]))
		assert.deepEqual([segments.length, others, versions.length, transcript.words], [SEGMENTS, [], 1, SEGMENTS * 2], `after ${afterMs} ms`)
		assert.deepEqual([transcript.model, versions[0]?.model], [now, now === 'first' ? 'second' : 'first'])
		seen.push(`${afterMs} ms: ${before.transcript.model} → ${now}`)
	}
	context.diagnostic(seen.join(', '))
})
