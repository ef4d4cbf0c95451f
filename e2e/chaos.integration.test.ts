import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ExitRecord } from '../electron/contract/exits.ts'
import type { TranscriptDetail } from '../electron/contract/records.ts'
import type { ApiClient } from './api-client.ts'
import { startHost } from './host.ts'
import { evaluateIn } from './inspector.ts'
import { longSpeech, seeded } from './speech.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-chaos-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const WAYS = ['SIGSEGV', 'SIGKILL', 'SIGABRT', 'exit(0)'] as const
/**
 * Ends the worker with 0 after its next step, when no native call is under way. In the middle of one, nothing in Node gives a 0: `exit`,
 * `reallyExit` and `execve` all run C++ destructors under living threads first, and what is seen is SIGABRT (each was tried).
 */
const EXIT_ZERO = 'globalThis.setImmediate = () => process.reallyExit(0)'
const KILLS = 20
const SEED = 20_261_124

/** The text and everything that was derived from the audio; ids and the time of day are of the run, not of the journal. */
function essence(detail: TranscriptDetail): string {
	return JSON.stringify({
		segments: detail.segments.map(({ transcript: _t, at: _a, ...segment }) => segment),
		gaps: detail.gaps.map(({ transcript: _t, ...gap }) => gap),
		samples: detail.transcript.samples,
		cursor: detail.transcript.cursor
	})
}

async function kill(client: ApiClient, pid: number, way: (typeof WAYS)[number]): Promise<ExitRecord> {
	const recorded = client.next(`the record of ${way}`, event => event.type === 'exit' && event.exit.pid === pid && event.exit)
	if (way === 'exit(0)') await evaluateIn(pid, EXIT_ZERO)
	else process.kill(pid, way)
	return await recorded
}

test(`a 10-minute file whose engine is killed ${KILLS} times (seed ${SEED}) gives byte for byte the undisturbed transcript`, {
	timeout: 300_000
}, async t => {
	const path = join(folder, 'ten-minutes.wav')
	longSpeech(path, 600, SEED)
	const host = await startHost({ standby: true })
	try {
		const client = await host.connect()
		const [calm] = await client.drop(path)
		assert.ok(calm)
		assert.equal((await client.over(calm.id)).state, 'done')

		const random = seeded(SEED)
		const [stormy] = await client.drop(path)
		assert.ok(stormy)
		const deaths: { way: string; record: ExitRecord }[] = []
		let pid = await client.readyPid('engine')
		for (let n = 0; n < KILLS; n++) {
			const way = WAYS[n % WAYS.length] ?? 'SIGKILL'
			// Some kills hit the engine while it loads, most at a random moment after the next committed step.
			if (random() < 0.8) {
				await client.next('a step', event => event.type === 'transcript' && event.transcript.id === stormy.id && event.transcript)
				await sleep(random() * 400)
			}
			const record = await kill(client, pid, way)
			deaths.push({ way, record })
			pid = await client.readyPid('engine', pid)
		}
		const ended = await client.over(stormy.id)
		assert.equal(ended.state, 'done', ended.problem?.text)

		const [undisturbed, disturbed] = [
			await client.request('transcript.get', { transcript: calm.id }),
			await client.request('transcript.get', { transcript: stormy.id })
		]
		assert.ok(undisturbed.segments.length > 20)
		assert.equal(essence(disturbed), essence(undisturbed))

		const history = await client.request('exits.list', { limit: 100 })
		assert.equal(history.length, KILLS)
		for (const { way, record } of deaths) {
			const seen = way === 'exit(0)' ? { code: record.code, signal: record.signal } : record.signal
			assert.deepEqual(seen, way === 'exit(0)' ? { code: 0, signal: null } : way)
			assert.equal(record.role, 'engine')
			assert.ok(record.crumb, `the death by ${way} says what it was doing`)
			assert.equal(record.wordsLost, 0)
		}
		// Each death but those in which it was just idle stands in the transcript, and each was recovered from.
		const recovered = history.flatMap(exit => exit.restarted?.readyAfterMs ?? [])
		assert.equal(recovered.length, KILLS)
		assert.ok(disturbed.deaths.length > 0)
		const sorted = recovered.sort((a, b) => a - b)
		t.diagnostic(`engine ready again after: median ${sorted[KILLS / 2]} ms, worst ${sorted.at(-1)} ms`)
		t.diagnostic(`killed while: ${deaths.map(({ record }) => record.crumb?.activity).join(', ')}`)
		client.close()
	} finally {
		await host.stop()
	}
})
