import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as v from 'valibot'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { ExitRecord, type NativeCrash } from '../contract/exits.ts'
import { composeExitRecord, type Death, logTail, withCrash } from './exit-record.ts'

const AT = 1_800_000_000_000
const death: Death = {
	of: {
		life: 'life',
		role: 'engine',
		label: 'engine#3',
		startedAt: AT - 60_000,
		rss: 250_000_000,
		cpuMs: 12_000,
		model: 'tiny',
		versions: { sherpa: '1.13.8' },
		stderr: ['a line'],
		log: ['{"msg":"ready"}'],
		curve: [],
		oomKills: 2,
		frozen: false
	},
	facts: { pid: 51, code: null, signal: 'SIGSEGV', ntstatus: null, reason: null, neverStarted: false },
	at: AT,
	seen: 'exit',
	during: 'busy',
	killedFor: null,
	crumb: { activity: 'transcribing', job: 'j', from: 0, to: 16_000, at: AT - 5, pid: 51, detail: 'tiny' },
	jobs: [
		{ transcript: 'i', title: 'Other', cursor: 0, outcome: 'continued' },
		{ transcript: 'j', title: 'Talk', cursor: 0, outcome: 'continued' }
	]
}

test('puts together all that is known of a death', () => {
	const record = composeExitRecord(death)
	const { id, resources, ...rest } = record
	assert.match(id, /^[0-9a-f-]{36}$/)
	assert.ok(resources.freeMemory !== null && resources.totalMemory !== null && resources.freeMemory <= resources.totalMemory)
	assert.deepEqual([resources.rss, resources.cpuMs, resources.oomKills], [250_000_000, 12_000, 2])
	assert.deepEqual(rest, {
		at: AT,
		role: 'engine',
		name: 'engine#3',
		pid: 51,
		life: 'life',
		startedAt: AT - 60_000,
		uptimeMs: 60_000,
		code: null,
		signal: 'SIGSEGV',
		ntstatus: null,
		reason: null,
		frozen: false,
		seen: 'exit',
		standby: false,
		state: 'busy',
		killedFor: null,
		crumb: death.crumb,
		stderr: ['a line'],
		log: ['{"msg":"ready"}'],
		curve: [],
		model: 'tiny',
		versions: { sherpa: '1.13.8' },
		dump: null,
		crash: null,
		explanation: {
			code: 'signal',
			facts: { signal: 'SIGSEGV', module: null },
			text: 'The engine crashed while transcribing 0:00–0:01 of “Talk”: it touched memory that does not belong to it (SIGSEGV).',
			// Without a dump: somebody may have sent it.
			certainty: 'likely',
			evidence: ['exit signal SIGSEGV', 'last breadcrumb “transcribing” 5 ms before'],
			advice: null
		},
		signature: 'engine:signal:SIGSEGV:transcribing',
		restarted: null,
		jobs: death.jobs,
		wordsLost: 0,
		audioLost: 0
	})
	assert.ok(v.is(ExitRecord, JSON.parse(JSON.stringify(record))))
})

test('explains a death again when its dump has been read', () => {
	const crash: NativeCrash = {
		origin: 'crashpad',
		reason: 'SIGSEGV',
		text: '',
		address: '0x0',
		sentFromOutside: false,
		thread: { id: 51, name: null, frames: [{ module: 'libonnxruntime.so', offset: '0x12', symbol: 'Ort::Run', trust: 'context' }] },
		threads: 9,
		module: 'libonnxruntime.so',
		modules: [],
		annotations: {},
		problems: []
	}
	const { dump, explanation, signature } = withCrash(composeExitRecord(death), 'a.dmp', crash)
	assert.deepEqual(
		[dump, explanation.text, explanation.certainty, explanation.evidence.at(-1), signature],
		[
			'a.dmp',
			'The engine crashed while transcribing 0:00–0:01 of “Talk”: it touched memory that does not belong to it, in Ort::Run of libonnxruntime.so (SIGSEGV).',
			'known',
			'minidump: SIGSEGV in libonnxruntime.so',
			'engine:signal:SIGSEGV:libonnxruntime.so!Ort::Run'
		]
	)
})

test('says of what is unknown that it is unknown', () => {
	const record = composeExitRecord({
		...death,
		of: { ...death.of, startedAt: null, rss: null, cpuMs: null, model: null },
		crumb: null,
		jobs: []
	})
	assert.deepEqual(
		[record.startedAt, record.uptimeMs, record.resources.rss, record.resources.cpuMs, record.model, record.crumb],
		[null, null, null, null, null, null]
	)
	assert.ok(v.is(ExitRecord, record))
})

test('keeps the last sixty lines', () => {
	const many = Array.from({ length: 200 }, (_, n) => `line ${n}`)
	const record = composeExitRecord({ ...death, of: { ...death.of, stderr: many, log: many } })
	assert.deepEqual([record.stderr.length, record.stderr[0], record.log.at(-1)], [60, 'line 140', 'line 199'])
})

test('reads the last lines of one process out of the newest log of its name', context => {
	const folder = folderFor(context)
	const line = (pid: number, msg: string) => `{"level":30,"process":"engine","pid":${pid},"msg":"${msg}"}\n`
	writeFileSync(join(folder, 'engine.2.log'), line(12, 'old'))
	writeFileSync(
		join(folder, 'engine.10.log'),
		[line(12, 'a'), line(123, 'another process'), line(12, 'b'), '{"process":"engine","pid":12}\n'].join('')
	)
	writeFileSync(join(folder, 'engine-room.11.log'), line(12, 'another name'))
	writeFileSync(join(folder, 'decoder.1.log'), '')
	const cases: [name: string, pid: number | null, lines: string[]][] = [
		['engine', 12, [line(12, 'a'), line(12, 'b'), '{"process":"engine","pid":12}\n']],
		['engine', 1, []],
		['engine', null, [line(12, 'a'), line(123, 'another process'), line(12, 'b'), '{"process":"engine","pid":12}\n']],
		['decoder', null, []],
		['window', null, []]
	]
	for (const [name, pid, lines] of cases)
		assert.deepEqual(
			logTail(folder, name, pid),
			lines.map(text => text.trim()),
			`${name} ${pid}`
		)
	assert.deepEqual(logTail(join(folder, 'missing'), 'engine', 1), [])
})
