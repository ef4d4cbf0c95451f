import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspectDump } from './inspect.ts'
import { readDump } from './read.ts'
import { ARM64, amd64Context, arm64Context, MACOS, pack, pdb70, SynthDump, u64, WINDOWS, X86_64 } from './test-synth.ts'

// Breakpad's own tools, as npm's minidump carries them, read the same dumps: a second opinion by other people's code.
const TOOLS = join(import.meta.dirname, `../../../node_modules/minidump/bin/${process.platform}-${process.arch}`)
const skip = !existsSync(join(TOOLS, 'minidump_dump')) && `npm's minidump brings no tools for ${process.platform}-${process.arch}.`

const FIXTURES = join(import.meta.dirname, 'fixtures')
const fixtures = readdirSync(FIXTURES).filter(name => name.endsWith('.dmp'))

for (const name of fixtures) {
	test(`Breakpad's tools see the same in ${name}`, { skip }, () => compare(join(FIXTURES, name)))
}

test("Breakpad's tools see the same in dumps of Windows and macOS that are built in code", { skip }, () => {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-oracle-'))
	try {
		for (const [platform, cpu] of [
			[WINDOWS, X86_64],
			[MACOS, ARM64]
		] as const) {
			const path = join(folder, 'synth.dmp')
			writeFileSync(path, synthetic(platform, cpu))
			compare(path)
		}
	} finally {
		rmSync(folder, { recursive: true })
	}
})

test("the frames of Chromium's renderer are those that Breakpad's walker finds", { skip }, () => {
	const path = join(FIXTURES, 'chromium-renderer-crash.dmp')
	const theirs = stackwalk(path).frames.get(0)?.slice(0, 22)
	const ours = inspectDump(readFileSync(path), { files: false }).threads[0]?.frames.slice(0, 22)
	assert.deepEqual(
		ours?.map(frame => `${frame.module} ${frame.offset}`),
		theirs
	)
})

function compare(path: string) {
	const bytes = readFileSync(path)
	const { dump, problems } = readDump(bytes)
	const report = inspectDump(bytes, { files: false })
	assert.deepEqual(problems, [])

	const raw = run('minidump_dump', [path])
	assert.deepEqual(
		report.modules.map(({ base, size, path, debugId }) => [base, size, path, breakpadId(debugId)]),
		blocks(raw, 'MDRawModule').map(block => [
			field(block, 'base_of_image'),
			Number(field(block, 'size_of_image')),
			quoted(field(block, '\\(code_file\\)')),
			quoted(field(block, '\\(debug_identifier\\)'))
		])
	)
	assert.deepEqual(
		dump.threads.map(({ id, stack }) => [id, stack?.start ?? 0n, stack?.bytes.length ?? 0]),
		blocks(raw, 'MDRawThread').map(block => [
			Number(field(block, 'thread_id')),
			BigInt(field(block, 'stack.start_of_memory_range')),
			Number(field(block, 'stack.memory.data_size'))
		])
	)

	const { crash, frames } = stackwalk(path)
	// Breakpad adds what kind of access it was, and says 0 where there is no address.
	assert.equal(crash[1]?.split(' ')[0]?.replace(/_WRITE$/, ''), report.reason?.name)
	assert.deepEqual([crash[2], Number(crash[3])], [report.reason?.address ?? '0x0', report.crashedThread])
	assert.deepEqual(
		report.threads.map(({ frames: [first] }) => first && `${first.module} ${first.offset}`),
		report.threads.map((_, n) => frames.get(n)?.[0])
	)
}

function synthetic(platform: number, cpu: number): Uint8Array {
	const app = 0x1_4000_0000n
	const stack = (start: bigint) => ({ start, bytes: pack(u64(start + 16n, app + 0x456n, 0, 0, 0, 0)) })
	const context = (sp: bigint) =>
		cpu === X86_64 ? amd64Context({ rip: app + 0x123n, rsp: sp, rbp: sp }) : arm64Context({ pc: app + 0x123n, sp, fp: sp })
	const of = { [WINDOWS]: { code: 0xc0000005, parameters: [1n, 0x7777n] }, [MACOS]: { code: 1, flags: 1, address: 0x7777n } }[platform]
	return new SynthDump()
		.system(platform, cpu)
		.misc(4711, 1_763_999_000)
		.exception({ threadId: 8, code: 0, ...of, context: context(0x9000n) })
		.threads([
			{ id: 7, name: 'main', stack: stack(0x8000n), context: context(0x8000n) },
			{ id: 8, name: 'other', stack: stack(0x9000n), context: context(0x9000n) }
		])
		.modules([
			{ base: app, size: 0x10000, path: '/app/holdfast', codeView: pdb70([...Array(16).keys()], 0x1f, 'holdfast'), version: [1, 2, 3, 4] }
		])
		.memory([stack(0x8000n), stack(0x9000n)])
		.bytes()
}

function run(tool: string, args: readonly string[]): string {
	return spawnSync(join(TOOLS, tool), args, { encoding: 'utf8', maxBuffer: 2 ** 28 }).stdout
}

function stackwalk(path: string): { crash: string[]; frames: Map<number, string[]> } {
	const frames = new Map<number, string[]>()
	let crash: string[] = []
	for (const line of run('minidump_stackwalk', ['-m', path]).split('\n')) {
		const parts = line.split('|')
		if (parts[0] === 'Crash') crash = parts
		if (!/^\d+$/.test(parts[0] ?? '')) continue
		const thread = Number(parts[0])
		frames.set(thread, [...(frames.get(thread) ?? []), `${parts[2]} ${parts[6]}`])
	}
	return { crash, frames }
}

function blocks(text: string, title: string): string[] {
	return text.split(/\n\n/).filter(block => block.trimStart().split('\n').includes(title))
}

function field(block: string, name: string): string {
	return new RegExp(`^ *${name} *= (.*)$`, 'm').exec(block)?.[1] ?? ''
}

function quoted(text: string): string {
	return text.replace(/^"(.*)"$/, '$1')
}

/** Breakpad makes a GUID of a build id's first 16 bytes, in Microsoft's order, and adds the age 0. */
function breakpadId(debugId: string | null): string {
	if (debugId === null || debugId !== debugId.toLowerCase() || debugId.length < 40) return debugId ?? ''
	const swapped = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map(n => debugId.slice(2 * n, 2 * n + 2))
	return `${swapped.join('').toUpperCase()}0`
}
