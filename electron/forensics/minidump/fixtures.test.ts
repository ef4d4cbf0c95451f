import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspectDump } from './inspect.ts'
import { quickLook } from './quick-look.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')

function report(name: string) {
	return inspectDump(readFileSync(join(FIXTURES, name)), { files: false })
}

/** Module and offset of the crashed thread's frames that are no guesses; code made at run time is a dash. */
function sureFrames(name: string): string[] {
	const { threads, crashedThread } = report(name)
	const frames = threads[crashedThread ?? -1]?.frames ?? []
	return frames.filter(frame => frame.trust !== 'scan').map(frame => (frame.module === null ? '-' : `${frame.module}+${frame.offset}`))
}

test('a crash in an addon is told with its place, its pid and what the process noted', () => {
	const { threads, modules, ...told } = report('node-null-write.dmp')
	assert.deepEqual(told, {
		platform: 'linux',
		cpu: 'x86_64',
		os: '6.18.44 -generic #1 SMP PREEMPT_DYNAMIC @0 x86_64',
		pid: 7975,
		processStart: told.processStart,
		writtenAt: told.writtenAt,
		reason: {
			kind: 'null-pointer',
			name: 'SIGSEGV',
			text: 'The program touched memory that is not there, at address 0x0 (SEGV_MAPERR). It followed a pointer that points nowhere (null).',
			address: '0x0',
			sentFromOutside: false,
			sentByPid: null
		},
		crashedThread: 0,
		annotations: { prod: 'Holdfast', role: 'asr' },
		linux: {},
		origin: 'crashpad',
		problems: []
	})
	const lived = (told.writtenAt ?? 0) - (told.processStart ?? 0)
	assert.ok(lived >= 0 && lived <= 2000, `lived ${lived} ms`)
	assert.deepEqual(
		threads.map(thread => thread.name),
		['MainThread', 'DelayedTaskSche', 'V8Worker', 'V8Worker', 'V8Worker', 'V8Worker', 'SignalInspector']
	)
	assert.deepEqual(modules.at(-1), { ...modules.at(-1), name: 'crash.node', path: '/tmp/h/crash.node', size: 83416, version: null })
	assert.match(modules[0]?.debugId ?? '', /^bd05d640/)
})

test('frame pointers lead from an addon through JavaScript back into Node, without any file', () => {
	const frames = sureFrames('node-null-write.dmp')
	assert.deepEqual(frames.slice(0, 2), ['crash.node+0x136a', 'node+0x4aa901'])
	assert.deepEqual(
		frames.slice(2, 13),
		Array.from({ length: 11 }, () => '-')
	)
	assert.deepEqual(frames.slice(13), [
		'node+0xa22df1',
		'node+0xa23c9f',
		'node+0x886867',
		'node+0x4fe8c0',
		'node+0x5f7c13',
		'node+0x4cade0',
		'node+0x4d1a8e',
		'node+0x40a374',
		'node+0x594bac',
		'node+0x4d1215',
		'libc.so.6+0x2724a'
	])
})

test('abort() is told from an abort that was sent', () => {
	const { reason, pid } = report('node-abort.dmp')
	assert.deepEqual([reason?.kind, reason?.sentFromOutside, reason?.sentByPid], ['abort', false, pid])
})

test('a crash on another thread is found there', () => {
	const { threads, crashedThread } = report('node-thread-null-write.dmp')
	assert.equal(crashedThread, threads.length - 1)
	assert.deepEqual(sureFrames('node-thread-null-write.dmp'), ['crash.node+0x136a', 'libc.so.6+0x891f5'])
})

test("Chromium's renderer tells what it is, and nothing of its command line", () => {
	const { annotations, threads, modules, crashedThread, reason } = report('chromium-renderer-crash.dmp')
	assert.deepEqual(
		[annotations.prod, annotations.ver, annotations.ptype, reason?.kind],
		['Chrome_Linux', '156.0.8078.79', 'renderer', 'null-pointer']
	)
	assert.doesNotMatch(JSON.stringify(annotations), /--/)
	assert.deepEqual([threads.length, modules.length, crashedThread], [11, modules.length, 0])
	const frames = sureFrames('chromium-renderer-crash.dmp')
	assert.deepEqual([frames[0], frames.length], ['chromium+0x472eee0', 23])
	assert.ok(frames.slice(0, 22).every(frame => frame.startsWith('chromium+')))
})

test('a quick look says the same as a thorough one, in under a millisecond', () => {
	const bytes = readFileSync(join(FIXTURES, 'node-null-write.dmp'))
	const { platform, pid, processStart, writtenAt, reason, threads } = report('node-null-write.dmp')
	assert.deepEqual(quickLook(bytes), { platform, pid, processType: null, processStart, writtenAt, reason, crashedThreadId: threads[0]?.id })
	assert.equal(quickLook(readFileSync(join(FIXTURES, 'chromium-renderer-crash.dmp'))).processType, 'renderer')
	const times = Array.from({ length: 50 }, () => {
		const started = performance.now()
		quickLook(bytes)
		return performance.now() - started
	}).sort((a, b) => a - b)
	assert.ok((times[25] ?? 1) < 1, `median ${times[25]} ms`)
})
