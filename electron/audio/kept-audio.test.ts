import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import type { ToWorker } from '../../native-bridge/protocol/messages.ts'
import { fail, ok } from '../../native-bridge/protocol/problem.ts'
import { Shelf } from '../journal/shelf.ts'
import { idOf, ledgerFor } from '../ledger/test-ledger.ts'
import { type AudioPlan, Transcripts } from '../ledger/transcripts.ts'
import type { AudioWorkers } from './decoder-work.ts'
import { KeptAudio } from './kept-audio.ts'

const [A, B] = [idOf(1), idOf(2)]
const SAMPLES = 1_600
const MINUTE = 60_000

/** Kept audio over a real ledger and shelf. The decoder is played: what it is told is written down, what it says is said by the test. */
function keeping(context: TestContext) {
	const folder = folderFor(context)
	const ledger = new Transcripts(ledgerFor(context, folder))
	const log = openLog(folder, 'main')
	const sent: Extract<ToWorker, { attempt: string }>[] = []
	const at = { ready: true, gaveUp: false, busy: false, free: 1e12, now: 1_800_000_000_000, folder: join(folder, 'audio') }
	context.mock.timers.enable({ apis: ['Date'], now: at.now })
	const needed = new Set<string>()
	const started: string[] = []
	const workers: AudioWorkers = {
		isReady: () => at.ready,
		gaveUp: () => at.gaveUp,
		start: name => started.push(name),
		send: (_name, message) => 'attempt' in message && sent.push(message),
		produced: () => {}
	}
	const changes: string[] = []
	let shelf = new Shelf(folder)
	const make = () => {
		shelf = new Shelf(folder)
		const made = new KeptAudio({
			...{ ledger, shelf, workers, log },
			needed: id => needed.has(id),
			busy: () => at.busy,
			free: () => at.free,
			changed: id => changes.push(id)
		})
		made.start()
		// It does nothing in its first seconds.
		made.tend(at.now + 9_999)
		at.now += 10_000
		context.mock.timers.setTime(at.now)
		return made
	}
	const files = () => readdirSync(join(folder, 'audio')).map(name => name.replace(A, 'A').replace(B, 'B'))
	const all = { audio: make() }
	return {
		...{ ledger, sent, at, needed, started, changes, files, all },
		/** Main is started anew. */
		again: () => {
			all.audio = make()
		},
		record: (id: string, audioPlan: AudioPlan | null) => {
			const made = { id, kind: 'recording', title: '', createdAt: 0, sourceName: null, sourcePath: null, device: null } as const
			ledger.add({ ...made, state: 'done', audioPlan })
			ledger.saveJob(id, { samples: SAMPLES, ended: true })
			writeFileSync(shelf.journal(id), Buffer.alloc(44 + SAMPLES * 2))
		},
		pass: (ms: number) => {
			at.now += ms
			context.mock.timers.setTime(at.now)
			all.audio.tend(at.now)
		},
		/** The decoder does what it was told last. */
		does: (samples = SAMPLES) => {
			const order = sent.at(-1)
			assert.ok(order)
			if (order.type === 'encode') writeFileSync(order.copy, 'opus')
			if (order.type === 'decode') writeFileSync(order.journal, Buffer.alloc(44 + samples * 2))
			const { attempt } = order
			return all.audio.message(
				order.type === 'encode'
					? { type: 'encoded', attempt, samples, bytes: 4 }
					: { type: 'decode-ended', attempt, samples, problems: [], gaps: [] }
			)
		},
		says: (code: string) => all.audio.message({ type: 'failed', attempt: sent.at(-1)?.attempt ?? '', problem: fail(code, code).problem }),
		orders: () => sent.splice(0).map(order => `${order.type} ${'job' in order ? order.job[0] : ''}`.trim())
	}
}

test('copies recordings one after the other; the journal of one goes, of the other it stays', context => {
	const { record, pass, does, orders, files, ledger, changes, all } = keeping(context)
	record(A, 'replace')
	record(B, 'copy')
	record(idOf(3), null)
	pass(0)
	assert.deepEqual(all.audio.of(A, SAMPLES), { wav: true, opus: false, copying: true })
	assert.deepEqual(all.audio.of(B, SAMPLES), { wav: true, opus: false, copying: false })
	pass(1_000)
	assert.equal(does(), true)
	assert.deepEqual(orders(), ['encode 1', 'encode 2'])
	assert.deepEqual(all.audio.of(A, SAMPLES), { wav: false, opus: true, copying: false })
	assert.deepEqual(
		ledger.withAudioPlan('replaced').map(row => row.id),
		[A]
	)
	pass(1_000)
	assert.deepEqual(orders(), [])
	assert.ok(changes.includes(A))
	assert.deepEqual(files().sort(), [`${idOf(3)}.wav`, 'A.opus', 'B.wav'].sort())
})

test('both are kept where both are wanted', context => {
	const { record, pass, does, orders, files, all } = keeping(context)
	record(A, 'copy')
	pass(0)
	does()
	pass(1_000)
	assert.deepEqual(
		[orders(), files().sort(), all.audio.of(A, SAMPLES)],
		[['encode 1'], ['A.opus', 'A.wav'], { wav: true, opus: true, copying: false }]
	)
})

test('a copy makes room for what is more urgent, and is begun anew afterwards', context => {
	const { record, pass, does, orders, at, all, needed } = keeping(context)
	record(A, 'replace')
	at.busy = true
	pass(0)
	assert.deepEqual(orders(), [])
	at.busy = false
	pass(1_000)
	at.busy = true
	const late = all.audio
	pass(1_000)
	assert.deepEqual([orders(), late.of(A, SAMPLES).copying], [['encode 1', 'cancel'], false])
	// Its journal is wanted by somebody, too.
	at.busy = false
	needed.add(A)
	pass(1_000)
	needed.delete(A)
	pass(1_000)
	needed.add(A)
	pass(1_000)
	assert.deepEqual(orders(), ['encode 1', 'cancel'])
	needed.clear()
	pass(1_000)
	assert.equal(does(), true)
	assert.deepEqual(orders(), ['encode 1'])
})

test('what a cancelled try still says changes nothing', context => {
	const { record, pass, at, sent, all, files } = keeping(context)
	record(A, 'replace')
	pass(0)
	const attempt = sent[0]?.attempt ?? ''
	at.busy = true
	pass(0)
	assert.equal(all.audio.message({ type: 'encoded', attempt, samples: SAMPLES, bytes: 1 }), false)
	assert.deepEqual(files(), ['A.wav'])
})

test('is tried twice more, later each time; then the recording says so and stays as it is', context => {
	const { record, pass, says, orders, files, ledger, all } = keeping(context)
	record(A, 'replace')
	pass(0)
	says('copy-unlike')
	pass(4_000)
	assert.deepEqual(orders(), ['encode 1'])
	pass(1_000)
	all.audio.workerLost()
	pass(59_000)
	assert.deepEqual(orders(), ['encode 1'])
	pass(1_000)
	says('copy-write')
	pass(0)
	assert.deepEqual(
		[orders(), ledger.get(A)?.notices.map(notice => notice.code), ledger.withAudioPlan('replace'), files()],
		[['encode 1'], ['not-copied'], [], ['A.wav']]
	)
})

test('a copy of another length than the journal is none', context => {
	const { record, pass, does, files, all } = keeping(context)
	record(A, 'replace')
	pass(0)
	does(SAMPLES - 1)
	assert.deepEqual([files(), all.audio.of(A, SAMPLES).opus], [['A.wav'], false])
})

test('copies only where there is room, and starts a decoder that is away', context => {
	const { record, pass, orders, at, started } = keeping(context)
	record(A, 'copy')
	at.free = 50_000_000
	pass(0)
	assert.deepEqual(orders(), [])
	at.free = 51_000_000
	at.ready = false
	pass(1_000)
	assert.deepEqual([orders(), started], [[], ['decoder']])
	at.ready = true
	pass(1_000)
	assert.deepEqual(orders(), ['encode 1'])
})

test('a journal that somebody listens to stays until nobody does', context => {
	const { record, pass, does, files, all } = keeping(context)
	record(A, 'replace')
	pass(0)
	assert.match(all.audio.path(A) ?? '', /\.wav$/)
	does()
	pass(14 * MINUTE)
	assert.deepEqual(files().sort(), ['A.opus', 'A.wav'])
	pass(MINUTE)
	assert.deepEqual(files(), ['A.opus'])
	assert.match(all.audio.path(A) ?? '', /\.opus$/)
	assert.equal(all.audio.path(B), null)
})

test('a journal is brought back for who needs it, and goes again', context => {
	const { record, pass, does, orders, files, all, needed } = keeping(context)
	record(A, 'replace')
	assert.equal(all.audio.isReplaced(A), false)
	pass(0)
	does()
	assert.equal(all.audio.isReplaced(A), true)
	const told: unknown[] = []
	for (const n of [1, 2])
		all.audio.bringBack(A, back => {
			told.push([n, back.ok, files().sort()])
			needed.add(A)
		})
	does()
	assert.deepEqual(orders(), ['encode 1', 'decode 1'])
	assert.deepEqual(told, [
		[1, true, ['A.opus', 'A.wav']],
		[2, true, ['A.opus', 'A.wav']]
	])
	pass(1_000)
	assert.deepEqual([files().sort(), all.audio.isReplaced(A)], [['A.opus', 'A.wav'], false])
	needed.clear()
	pass(1_000)
	assert.deepEqual([files(), orders()], [['A.opus'], []])
})

test('who needs a journal that can’t be brought back is told so, after three tries', context => {
	const { record, pass, does, says, files, all, at } = keeping(context)
	record(A, 'replace')
	pass(0)
	does()
	const told: string[] = []
	const ask = () => all.audio.bringBack(A, back => told.push(back.ok ? 'back' : back.problem.code))
	ask()
	says('disk-full')
	says('disk-full')
	assert.deepEqual(told, [])
	says('disk-full')
	assert.deepEqual([told, files()], [['disk-full'], ['A.opus']])
	at.ready = false
	at.gaveUp = true
	ask()
	assert.deepEqual(told, ['disk-full', 'audio-not-ready'])
})

test('main that died in the middle leaves nothing behind: halves go, journals that had been let go of too', context => {
	const { record, pass, does, again, orders, files, all, ledger, at } = keeping(context)
	record(A, 'replace')
	pass(0)
	const half = (name: string) => writeFileSync(join(at.folder, name), 'half')
	half(`${A}.opus.part`)
	again()
	assert.deepEqual([files(), orders()], [['A.wav'], ['encode 1']])
	pass(1_000)
	does()
	assert.deepEqual(files(), ['A.opus'])
	// Brought back, and main died before it was taken back.
	half(`${A}.wav`)
	half(`${A}.wav.part`)
	again()
	pass(1_000)
	assert.deepEqual([files(), orders()], [['A.opus'], ['encode 1']])
	// Copied, and main died before it heard of it.
	record(B, 'copy')
	half(`${B}.opus`)
	again()
	pass(1_000)
	assert.deepEqual([orders(), ledger.withAudioPlan('copy'), all.audio.of(B, SAMPLES).opus], [[], [], true])
	assert.ok(existsSync(join(at.folder, `${B}.wav`)))
})

test('audio that the user deletes goes, and is no more in the next life either; text that is worked on keeps it', context => {
	const { all, again, record, files, needed, changes, ledger } = keeping(context)
	for (const id of [A, B]) record(id, null)
	needed.add(B)
	assert.deepEqual([all.audio.remove(A), all.audio.remove(B)], [ok(true), ok(false)])
	assert.deepEqual([files(), changes], [['B.wav'], [A]])
	again()
	assert.deepEqual([all.audio.isRemoved(A), all.audio.isRemoved(B)], [true, false])
	assert.deepEqual(all.audio.of(A, SAMPLES), { wav: false, opus: false, copying: false })
	assert.equal(ledger.get(A)?.samples, SAMPLES)
})

test('audio whose deleting a death cut off goes at the next start', context => {
	const { again, record, files, ledger } = keeping(context)
	record(A, null)
	ledger.setAudioPlan(A, 'removed')
	again()
	assert.deepEqual(files(), [])
})

test('a journal that can’t be deleted ends nobody, and goes when it can; at a start too', context => {
	const { record, pass, does, files, all, at, again, ledger, needed } = keeping(context)
	// A folder in its place can't be deleted as a file can, whoever asks.
	const sticks = (id: string) => {
		rmSync(join(at.folder, `${id}.wav`))
		mkdirSync(join(at.folder, `${id}.wav`))
	}
	record(A, 'replace')
	pass(0)
	does()
	all.audio.bringBack(A, () => needed.add(A))
	does()
	sticks(A)
	needed.clear()
	pass(1_000)
	pass(1_000)
	assert.deepEqual(files().sort(), ['A.opus', 'A.wav'])
	rmdirSync(join(at.folder, `${A}.wav`))
	writeFileSync(join(at.folder, `${A}.wav`), 'sound')
	pass(1_000)
	assert.deepEqual(files(), ['A.opus'])
	record(B, null)
	sticks(B)
	assert.ok(ledger.setAudioPlan(B, 'removed').ok)
	again()
	assert.deepEqual([all.audio.isRemoved(B), files().sort()], [true, ['A.opus', 'B.wav']])
})
