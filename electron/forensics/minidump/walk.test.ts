import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectDump } from './inspect.ts'
import { ARM64, amd64Context, arm64Context, LINUX, MACOS, pack, SynthDump, u8, u64, WINDOWS, X86, X86_64, zeros } from './test-synth.ts'

const STACK = 0x7000_0000n
const APP = 0x40_0000n
const TAKEN_OUT = 0x0defaced0defacedn

interface Given {
	readonly on?: readonly [platform: number, cpu: number]
	/** Words from STACK on. */
	readonly words: readonly (bigint | number)[]
	readonly context: Uint8Array
	/** Code saved in the dump. */
	readonly code?: { readonly start: bigint; readonly bytes: Uint8Array }
	/** Lines of /proc/<pid>/maps. */
	readonly maps?: string
}

/** "trust module+offset" of each frame of the crashed thread, and how the walk ended. */
function walked({ on = [LINUX, X86_64], words, context, code, maps }: Given): string[] {
	const stack = { start: STACK, bytes: pack(u64(...words)) }
	const bytes = new SynthDump()
		.system(...on)
		.exception({ threadId: 1, code: 11, context })
		.threads([{ id: 1, stack, context }])
		.modules([{ base: APP, size: 0x10000, path: '/opt/app' }])
		.memory(code === undefined ? [] : [code])
		.bytes()
	const report = inspectDump(bytes, { files: false, maps: maps ?? null })
	const thread = report.threads[report.crashedThread ?? -1]
	return [...(thread?.frames ?? []).map(frame => `${frame.trust} ${frame.module}+${frame.offset}`), thread?.end ?? 'no thread']
}

test('frame pointers lead to the first function', () => {
	assert.deepEqual(
		walked({
			context: amd64Context({ rip: APP + 0x100n, rsp: STACK, rbp: STACK + 16n }),
			words: [1, 2, STACK + 48n, APP + 0x200n, 3, 4, 0, APP + 0x300n]
		}),
		['context app+0x100', 'frame-pointer app+0x200', 'frame-pointer app+0x300', 'outermost']
	)
	const words = [0, 0, STACK + 48n, APP + 0x200n, 0, 0, 0, 0]
	const arm = arm64Context({ pc: APP + 0x100n, sp: STACK, fp: STACK + 16n, lr: APP + 0x104n })
	assert.deepEqual(walked({ on: [MACOS, ARM64], context: arm, words }), ['context app+0x100', 'frame-pointer app+0x200', 'outermost'])
})

test('on Windows a chain of frame pointers is a guess like any other', () => {
	const context = amd64Context({ rip: APP + 0x100n, rsp: STACK, rbp: STACK + 8n })
	assert.deepEqual(walked({ on: [WINDOWS, X86_64], context, words: [APP + 0x200n, STACK + 24n, APP + 0x300n, 0, 0] }), [
		'context app+0x100',
		'scan app+0x200',
		'scan app+0x300',
		'cut'
	])
})

test('a signature in the upper bits of an arm64 return address is taken off', () => {
	const context = arm64Context({ pc: APP + 0x100n, sp: STACK, fp: STACK })
	assert.deepEqual(walked({ on: [LINUX, ARM64], context, words: [0, (APP + 0x200n) | (0x2bn << 52n)] }), [
		'context app+0x100',
		'frame-pointer app+0x200',
		'outermost'
	])
})

test('frames whose address was taken out of the dump are gone through', () => {
	assert.deepEqual(
		walked({
			context: amd64Context({ rip: APP + 0x100n, rsp: STACK, rbp: STACK }),
			words: [STACK + 16n, TAKEN_OUT, STACK + 32n, TAKEN_OUT, STACK + 48n, APP + 0x200n, 0, 0]
		}),
		['context app+0x100', 'frame-pointer null+null', 'frame-pointer null+null', 'frame-pointer app+0x200', 'outermost']
	)
})

test('code made at run time is gone through where it is known to be code', () => {
	const given = {
		context: amd64Context({ rip: APP + 0x100n, rsp: STACK, rbp: STACK }),
		words: [STACK + 16n, 0x3333_0000n, STACK + 32n, APP + 0x200n, 0, 0]
	}
	const maps = '00400000-00410000 r-xp 00000000 00:00 0 /opt/app\n33330000-33340000 rwxp 00000000 00:00 0 \n'
	assert.deepEqual(walked({ ...given, maps }), ['context app+0x100', 'frame-pointer null+null', 'frame-pointer app+0x200', 'outermost'])
})

test('a call through a null pointer is found by what it pushed', () => {
	const call = { start: APP + 0x1f0n, bytes: pack(zeros(11), u8(0xe8, 1, 2, 3, 4)) }
	assert.deepEqual(walked({ context: amd64Context({ rsp: STACK }), words: [APP + 0x200n, 5, 5], code: call }), [
		'context null+null',
		'scan app+0x200',
		'cut'
	])
})

test('without any better way the stack is searched for return addresses, and few are believed', () => {
	const values = [1, 2, APP + 0x200n, 7, APP + 0x210n, 7, APP + 0x220n, 7, APP + 0x230n, 7, APP + 0x240n, ...zeros(100)]
	assert.deepEqual(walked({ context: amd64Context({ rip: APP, rsp: STACK }), words: values }), [
		'context app+0x0',
		'scan app+0x200',
		'scan app+0x210',
		'scan app+0x220',
		'lost'
	])
})

test('a value is no return address when no call stands before it, or it lies in no code', () => {
	const code = { start: APP + 0x180n, bytes: pack(zeros(0x80 - 3), u8(0xff, 0x55, 8), zeros(32)) }
	const context = amd64Context({ rip: APP, rsp: STACK })
	assert.deepEqual(walked({ context, words: [APP + 0x190n, APP + 0x200n, APP + 0x210n], code }), [
		'context app+0x0',
		'scan app+0x200',
		'cut'
	])
	const maps = '00400000-00401000 r-xp 00000000 00:00 0 /opt/app\n00401000-00410000 rw-p 00000000 00:00 0 /opt/app\n'
	assert.deepEqual(walked({ context, words: [APP + 0x1234n, APP + 0x123n], maps }), ['context app+0x0', 'scan app+0x123', 'cut'])
})

test('a chain that leads down or in a circle ends', () => {
	const context = amd64Context({ rip: APP, rsp: STACK + 16n, rbp: STACK + 32n })
	assert.deepEqual(walked({ context, words: [0, 0, 0, 0, STACK + 32n, APP + 1n, 0] }), ['context app+0x0', 'frame-pointer app+0x1', 'cut'])
	assert.deepEqual(walked({ context, words: [0, 0, 0, 0, STACK, APP + 1n, 0] }), ['context app+0x0', 'frame-pointer app+0x1', 'cut'])
})

test('of a recursion without end the first and the last frames are kept', () => {
	const words = Array.from({ length: 1000 }, (_, n) => [n < 999 ? STACK + BigInt(n * 16 + 16) : 0, APP + BigInt(n + 1)]).flat()
	const context = amd64Context({ rip: APP, rsp: STACK, rbp: STACK })
	const bytes = new SynthDump()
		.system(LINUX, X86_64)
		.exception({ threadId: 1, code: 11, context })
		.threads([{ id: 1, stack: { start: STACK, bytes: pack(u64(...words)) }, context }])
		.modules([{ base: APP, size: 0x10000, path: '/opt/app' }])
		.bytes()
	const [thread] = inspectDump(bytes, { files: false }).threads
	assert.deepEqual(thread?.omitted, { after: 47, count: 937 })
	assert.equal(thread?.frames.length, 64)
	assert.deepEqual([thread?.frames[47]?.offset, thread?.frames[48]?.offset, thread?.frames[63]?.offset], ['0x2f', '0x3d9', '0x3e8'])
})

test('of a 32-bit thread only the place is told', () => {
	const context = pack(zeros(184), u64(APP + 0x77n), zeros(524))
	assert.deepEqual(walked({ on: [WINDOWS, X86], context, words: [APP + 1n] }), ['context app+0x77', 'lost'])
})
