import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { journalOf } from '../../../native-bridge/engines/test-speech.ts'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { Edits } from '../../ledger/edits.ts'
import { openLedger } from '../../ledger/open.ts'
import { idOf, recordingNamed, segmentOf, writtenAs } from '../../ledger/test-ledger.ts'
import { Transcripts } from '../../ledger/transcripts.ts'
import { describeModel } from '../../models/test-models.ts'
import { words } from './test-app.ts'

const MAIN = fileURLToPath(new URL('test-main.ts', import.meta.url))
/** From when it has the ledger; loading, dying engines, passing over and committing all lie within so much. */
const REACH_MS = 1_500
const KILLS = 8

/** Runs main, killed a little later each time from `firstMs` on (null: not at all), until it gets to its end and says what the transcript says. */
async function stormy(args: readonly string[], firstMs: number | null): Promise<{ says: string; models: string; kills: number }> {
	for (let kills = 0; ; kills++) {
		const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
		let out = ''
		child.stdout.on('data', chunk => {
			out += chunk
			if (firstMs !== null && String(chunk).includes('started') && kills < KILLS)
				setTimeout(() => child.kill('SIGKILL'), firstMs + (kills * REACH_MS) / KILLS)
		})
		const [code, signal] = await once(child, 'close')
		const says = /^says (.*)$/m.exec(out)?.[1]
		const models = /^models (.*)$/m.exec(out)?.[1] ?? ''
		if (says !== undefined) return { says, models, kills }
		assert.deepEqual([code, signal], [null, 'SIGKILL'], out)
	}
}

// The second time between the kills of the first.
for (const firstMs of [0, REACH_MS / KILLS / 2]) {
	test(`main is killed while a place that kills is passed over, and while that gap is tried again: one gap, then none (from ${firstMs} ms on)`, {
		timeout: 300_000
	}, async context => {
		const folder = folderFor(context)
		mkdirSync(join(folder, 'models'))
		mkdirSync(join(folder, 'data'))
		const play = (script: unknown) => writeFileSync(join(folder, 'models/played.json'), JSON.stringify(script))
		const audio = journalOf(folder, new Int16Array(20 * 16_000), 'file.wav')
		play({ deeds: [{ at: 6, does: { kind: 'die', signal: 'SIGSEGV' } }] })
		const poisoned = await stormy([folder, audio], firstMs)
		assert.equal(poisoned.says, `${words(0, 6)} [6–8 engine-died] ${words(8, 20)}`)
		// Slowly, second by second: the gap is half filled at some of the kills.
		const slowly = (at: number) => ({ at, does: { kind: 'dawdle', ms: 500 } })
		play({ stepSeconds: 1, deeds: [slowly(6), slowly(7)] })
		const retried = await stormy([folder, audio, 'retry'], firstMs)
		assert.equal(retried.says, words(0, 20))
		// A quick machine is through after a few.
		assert.ok(poisoned.kills > 1 && retried.kills > 1, `killed ${poisoned.kills} and ${retried.kills} times`)
		context.diagnostic(`killed ${poisoned.kills} and ${retried.kills} times`)
	})
}

test('main is killed while a gap is tried with another model: it stays, and is tried again, until it is none', {
	timeout: 180_000
}, async context => {
	const folder = folderFor(context)
	const models = join(folder, 'models')
	mkdirSync(models)
	mkdirSync(join(folder, 'data'))
	const audio = journalOf(folder, new Int16Array(12 * 16_000), 'file.wav')
	writeFileSync(join(models, 'played.json'), JSON.stringify({ deeds: [{ at: 6, does: { kind: 'die', signal: 'SIGSEGV' } }] }))
	describeModel(models, 'other')
	const slowly = (at: number) => ({ at, does: { kind: 'dawdle', ms: 300 } })
	writeFileSync(join(models, 'other.json'), JSON.stringify({ stepSeconds: 1, deeds: [slowly(6), slowly(7)] }))
	assert.equal((await stormy([folder, audio], null)).says, `${words(0, 6)} [6–8 engine-died] ${words(8, 12)}`)
	// From before it is called to after it has given the first half.
	const retried = await stormy([folder, audio, 'retry', 'other'], 150)
	assert.equal(retried.says, words(0, 12))
	assert.ok(retried.kills > 1, `killed ${retried.kills} times`)
	context.diagnostic(`killed ${retried.kills} times`)
})

test('main is killed in the middle of a second pass: the live text stands until there is all of the other, and what the user has written stays', {
	timeout: 300_000
}, async context => {
	const folder = folderFor(context)
	mkdirSync(join(folder, 'models'))
	mkdirSync(join(folder, 'data'))
	const deeds = Array.from({ length: 20 }, (_, at) => ({ at, does: { kind: 'dawdle', ms: 100 } }))
	writeFileSync(join(folder, 'models/played.json'), JSON.stringify({ fileStepSeconds: 1, deeds }))
	const opened = openLedger(join(folder, 'data/ledger.sqlite'))
	assert.ok(opened.ok)
	const ledger = new Transcripts(opened.value.db)
	const id = idOf(1)
	ledger.add(recordingNamed(id))
	for (const [from, to] of [
		[0, 80_000],
		[80_000, 160_000],
		[160_000, 320_000]
	] as const)
		ledger.commitStep(id, { cursor: to, segment: segmentOf(from, to, 'as it was heard'), gap: null }, 'tiny', 1)
	new Edits(opened.value.db).set(id, [{ from: 80_000, edit: writtenAs('my own words') }])
	ledger.saveJob(id, { state: 'done', samples: 320_000, ended: true, secondPass: true })
	opened.value.db.close()
	mkdirSync(join(folder, 'data/audio'))
	const audio = journalOf(join(folder, 'data/audio'), new Int16Array(320_000), `${id}.wav`)
	const { says, kills } = await stormy([folder, audio], 0)
	assert.equal(says, `${words(0, 5)} my own words ${words(10, 20)}`)
	assert.ok(kills > 1, `killed ${kills} times`)
	context.diagnostic(`killed ${kills} times`)
})

test('a worker that was frozen when main was killed does not outlive the next main', {
	timeout: 60_000,
	skip: process.platform !== 'linux'
}, async context => {
	const folder = folderFor(context)
	mkdirSync(join(folder, 'models'))
	mkdirSync(join(folder, 'data'))
	const play = (deeds: unknown[]) => writeFileSync(join(folder, 'models/played.json'), JSON.stringify({ deeds }))
	play([{ at: 0, does: { kind: 'stall' } }])
	const audio = journalOf(folder, new Int16Array(4 * 16_000), 'file.wav')
	const main = spawn(process.execPath, [MAIN, folder, audio], { stdio: ['ignore', 'pipe', 'inherit'] })
	let out = ''
	main.stdout.on('data', chunk => {
		out += chunk
	})
	while (!/^engine \d+$/m.test(out)) await sleep(20)
	const frozen = Number(/^engine (\d+)$/m.exec(out)?.[1])
	process.kill(frozen, 'SIGSTOP')
	main.kill('SIGKILL')
	await once(main, 'close')
	await sleep(500)
	process.kill(frozen, 0)
	play([])
	assert.equal((await stormy([folder, audio], null)).says, words(0, 4))
	// Whoever inherited it may take a moment to notice its end.
	for (const until = Date.now() + 10_000; existsSync(`/proc/${frozen}`); await sleep(50)) assert.ok(Date.now() < until, 'it lives on')
})

test('main is killed between the wish for another model and the last word: all of the text is that model’s', {
	timeout: 180_000
}, async context => {
	const folder = folderFor(context)
	const models = join(folder, 'models')
	mkdirSync(models)
	mkdirSync(join(folder, 'data'))
	const audio = journalOf(folder, new Int16Array(8 * 16_000), 'file.wav')
	writeFileSync(join(models, 'played.json'), '{}')
	describeModel(models, 'other')
	const slowly = (at: number) => ({ at, does: { kind: 'dawdle', ms: 200 } })
	writeFileSync(join(models, 'other.json'), JSON.stringify({ deeds: [0, 2, 4, 6].map(slowly) }))
	const heard = await stormy([folder, audio, 'wish', 'other'], 50)
	assert.deepEqual([heard.says, heard.models], [words(0, 8), 'other'])
	assert.ok(heard.kills > 1, `killed ${heard.kills} times`)
})
