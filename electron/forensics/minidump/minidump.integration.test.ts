import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { installedHandler } from '../../../native-bridge/addon/index.ts'
import { type Crash, type CrashOptions, die } from '../../../native-bridge/addon/test-crash.ts'
import { missingAddons } from '../../../native-bridge/addon/test-faults.ts'
import type { DumpReport, FrameReport } from './dump-report.ts'
import { inspectDump } from './inspect.ts'

/** Files of this build are beside us only where the addon could be built, and the walk needs unwind tables of x86-64. */
const skip =
	process.platform !== 'linux' || process.arch !== 'x64'
		? 'Crashes are captured and walked by unwind tables on Linux x86-64.'
		: missingAddons()

const writers = [
	{ by: 'own', handler: null, skip },
	{ by: 'crashpad', handler: undefined, skip: skip || (installedHandler() === null && 'No crashpad handler is installed.') }
] as const

interface Expected {
	readonly kind: string
	/** Module of the innermost frame, and function where the file names it. */
	readonly top: readonly [module: string | null, symbol: RegExp | null]
	/** The first frame in the addon that did it. */
	readonly blamed: RegExp
	/** Where the thread began. */
	readonly first: RegExp
	readonly outside?: boolean
}

const MAIN = /^node _start$/
/** A thread begins in clone3, which glibc keeps nameless. */
const THREAD = /^libc\.so\.6 null$/
const FAULTS = 'test-faults.node'

const deaths: readonly (readonly [title: string, crash: Crash, expected: Expected])[] = [
	[
		'a write through a null pointer',
		{ fault: 'null-write' },
		{ kind: 'null-pointer', top: [FAULTS, /writeToNull/], blamed: /writeToNull/, first: MAIN }
	],
	['an abort', { fault: 'abort' }, { kind: 'abort', top: ['libc.so.6', null], blamed: /happen/, first: MAIN }],
	[
		'a double free on a thread of the pool',
		{ fault: 'double-free', where: 'pool' },
		{ kind: 'abort', top: ['libc.so.6', null], blamed: /./, first: THREAD }
	],
	['a C++ exception that nobody caught', { fault: 'throw' }, { kind: 'abort', top: ['libc.so.6', null], blamed: /./, first: MAIN }],
	['a call through a null pointer', { fault: 'call-null' }, { kind: 'null-pointer', top: [null, null], blamed: /callNull/, first: MAIN }],
	[
		'a division by zero on a worker thread',
		{ fault: 'divide-by-zero', where: 'worker' },
		{ kind: 'arithmetic', top: [FAULTS, /divideByZero/], blamed: /divideByZero/, first: THREAD }
	],
	[
		'an instruction that stops the program',
		{ fault: 'illegal-instruction', where: 'pool' },
		{ kind: 'trap', top: [FAULTS, /illegalInstruction/], blamed: /illegalInstruction/, first: THREAD }
	]
]

for (const { by, handler, skip } of writers) {
	for (const [title, crash, expected] of deaths) {
		test(`${title} is walked from its place to the thread's beginning (${by})`, { skip }, async () => {
			const { report, ms } = await inspectDeath({ ...crash, ...(handler === null ? { handler } : {}) })
			check(report, expected)
			assert.equal(report.origin, by)
			assert.ok(ms < 2000, `took ${ms} ms`)
		})
	}

	test(`an endless recursion is called a stack overflow, and its innermost calls are shown (${by})`, { skip }, async () => {
		const { report } = await inspectDeath({ fault: 'overflow', where: 'pool', ...(handler === null ? { handler } : {}) })
		const thread = crashedThread(report)
		assert.equal(report.reason?.kind, 'stack-overflow')
		assert.ok(thread.frames.slice(0, 48).every(frame => frame.module === FAULTS && /overflow/.test(frame.symbol ?? '')))
		assert.ok((thread.omitted?.count ?? 0) > 1000)
		assert.equal(thread.end, 'outermost')
	})

	test(`a hang in native code that was ended from outside names the function it hung in (${by})`, { skip }, async () => {
		const act: CrashOptions['act'] = child => setTimeout(() => child.kill('SIGABRT'), 300)
		const { report } = await inspectDeath({ fault: 'hang', ...(handler === null ? { handler } : {}) }, { act })
		assert.deepEqual([report.reason?.kind, report.reason?.sentFromOutside, report.reason?.sentByPid], ['signal', true, process.pid])
		assert.ok(crashedThread(report).frames.some(frame => frame.module === FAULTS))
		assert.equal(crashedThread(report).end, 'outermost')
	})
}

async function inspectDeath(crash: Crash, options: CrashOptions = {}): Promise<{ report: DumpReport; ms: number }> {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-minidump-'))
	try {
		const death = await die(folder, crash, options)
		assert.equal(death.dumps.length, 1, `${death.signal} left ${death.dumps.length} dumps`)
		const bytes = readFileSync(death.dumps[0]?.path ?? '')
		const started = performance.now()
		const report = inspectDump(bytes, { files: true })
		assert.equal(report.pid, death.pid)
		assert.ok(report.reason !== null && report.reason.name === death.signal)
		return { report, ms: performance.now() - started }
	} finally {
		rmSync(folder, { recursive: true })
	}
}

function check(report: DumpReport, { kind, top, blamed, first }: Expected): void {
	const { frames, end } = crashedThread(report)
	const at = (frame: FrameReport | undefined) => `${frame?.module} ${frame?.symbol ?? null}`
	assert.equal(report.reason?.kind, kind)
	assert.equal(end, 'outermost', frames.map(at).join('\n'))
	assert.equal(frames[0]?.module ?? null, top[0])
	if (top[1] !== null) assert.match(frames[0]?.symbol ?? '', top[1])
	assert.match(frames.find(frame => frame.module === FAULTS)?.symbol ?? '', blamed)
	assert.match(at(frames.at(-1)), first)
	// Only a jump to nowhere has to be looked for; everything else is known.
	assert.equal(frames.filter(frame => frame.trust === 'scan').length, top[0] === null ? 1 : 0)
	const others = report.threads.filter((thread, n) => n !== report.crashedThread && thread.end !== 'not-walked')
	assert.ok(others.every(thread => thread.end === 'outermost' || thread.end === 'limit'))
}

function crashedThread(report: DumpReport) {
	const thread = report.threads[report.crashedThread ?? -1]
	assert.ok(thread, 'the crashed thread is not in the dump')
	return thread
}
