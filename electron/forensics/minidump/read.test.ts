import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDump } from './read.ts'
import { elfBuildId, LINUX, pack, pdb70, SynthDump, u32, u64, WINDOWS, X86_64, zeros } from './test-synth.ts'

const GUID = [0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff]

test('a dump of every kind of stream is read whole', () => {
	const stack = { start: 0x7000n, bytes: pack(u64(1, 2, 3)) }
	const bytes = new SynthDump()
		.system(WINDOWS, X86_64, 'Service Pack 1')
		.misc(4711, 1_763_999_000)
		.exception({ threadId: 2, code: 0xc0000005, flags: 1, address: 0x1234n, parameters: [1n, 0xffff_ffff_ffff_fff0n] })
		.threads([
			{ id: 1, name: 'main' },
			{ id: 2, name: 'Wörker', stack }
		])
		.modules([
			{
				base: 0x140000000n,
				size: 4096,
				path: 'C:\\Program Files\\Holdfast\\holdfast.exe',
				codeView: pdb70(GUID, 26, 'a.pdb'),
				version: [1, 2, 3, 4]
			},
			{ base: 0x7ff0n, size: 16, path: '/lib/libc.so.6', codeView: elfBuildId([0xab, 0xcd, 1, 2, 3]) }
		])
		.memory([stack, { start: 0x10n, bytes: pack(u32(7)) }])
		.bytes()
	const { dump, problems } = readDump(bytes)
	assert.deepEqual(problems, [])
	assert.equal(dump.writtenAt, 1_764_000_000_000)
	assert.deepEqual(dump.system, { cpu: 'x86_64', platform: 'windows', processors: 4, osVersion: '10.0.22631', osDetail: 'Service Pack 1' })
	assert.deepEqual(dump.misc, { pid: 4711, startedAt: 1_763_999_000_000 })
	assert.deepEqual(dump.exception, {
		threadId: 2,
		code: 0xc0000005,
		flags: 1,
		address: 0x1234n,
		parameters: [1n, 0xffff_ffff_ffff_fff0n],
		context: { at: 0, size: 0 }
	})
	assert.deepEqual(
		dump.threads.map(({ id, name, stack }) => [id, name, stack?.start, stack?.bytes.length]),
		[
			[1, 'main', undefined, undefined],
			[2, 'Wörker', 0x7000n, 24]
		]
	)
	assert.deepEqual(dump.modules, [
		{
			path: 'C:\\Program Files\\Holdfast\\holdfast.exe',
			base: 0x140000000n,
			size: 4096,
			debugId: '00112233445566778899AABBCCDDEEFF1a',
			buildId: '33221100554477668899aabbccddeeff',
			version: '1.2.3.4'
		},
		{ path: '/lib/libc.so.6', base: 0x7ff0n, size: 16, debugId: 'abcd010203', buildId: 'abcd010203', version: null }
	])
	assert.deepEqual(
		dump.memory.map(piece => [piece.start, piece.bytes.length]),
		[
			[0x10n, 4],
			[0x7000n, 24]
		]
	)
})

test('memory of a full dump lies in one row, and access rights are read', () => {
	const synth = new SynthDump().system(WINDOWS, X86_64)
	const at = synth.place(pack(u32(1, 2, 3)))
	synth.stream(9, pack(u64(2, at, 0x5000, 4, 0x3000, 8)))
	const entry = (start: number, state: number, rights: number) => pack(u64(start, start), u32(0, 0), u64(0x1000), u32(state, rights, 0, 0))
	synth.stream(16, pack(u32(16, 48), u64(3), entry(0x9000, 0x1000, 0x20), entry(0x8000, 0x10000, 0x20), entry(0x7000, 0x1000, 4)))
	const { dump, problems } = readDump(synth.bytes())
	assert.deepEqual(problems, [])
	assert.deepEqual(dump.memory, [
		{ start: 0x3000n, bytes: pack(u32(2, 3)) },
		{ start: 0x5000n, bytes: pack(u32(1)) }
	])
	assert.deepEqual(dump.regions, [
		{ start: 0x7000n, end: 0x8000n, executable: false, file: null },
		{ start: 0x9000n, end: 0xa000n, executable: true, file: null }
	])
})

test("Breakpad's texts of Linux are read, the environment and the command line are not", () => {
	const text = (type: number, content: string) => (synth: SynthDump) => synth.stream(type, Buffer.from(content))
	const synth = new SynthDump().system(LINUX, X86_64)
	text(0x47670003, 'processor\t: 0\nmodel name\t: AMD EPYC\nmodel name\t: other\n')(synth)
	text(0x47670004, 'Name:\tnode\nUid:\t1000\nVmRSS:\t  2048 kB\n')(synth)
	text(0x47670005, 'NAME=x\nPRETTY_NAME="Debian GNU/Linux 12"\n')(synth)
	text(0x47670006, 'node\0--secret\0')(synth)
	text(0x47670007, 'SECRET_TOKEN=1\0')(synth)
	text(0x47670009, '1000-2000 r-xp 00000400 08:01 7 /usr/bin/a b\nnonsense\n3000-4000 rw-p 00000000 00:00 0 \n')(synth)
	const { dump, problems } = readDump(synth.bytes())
	assert.deepEqual(problems, [])
	assert.deepEqual(Object.fromEntries(dump.linux), { cpu: 'AMD EPYC', VmRSS: '2048 kB', release: 'Debian GNU/Linux 12' })
	assert.deepEqual(dump.regions, [
		{ start: 0x1000n, end: 0x2000n, executable: true, file: { path: '/usr/bin/a b', offset: 0x400n } },
		{ start: 0x3000n, end: 0x4000n, executable: false, file: null }
	])
	assert.doesNotMatch(JSON.stringify([...dump.linux]), /SECRET|secret|1000/)
})

test('what is wrong is said, and the rest is read all the same', () => {
	const check = (bytes: Uint8Array, expected: readonly [code: string, text: RegExp][]) => {
		const { problems } = readDump(bytes)
		assert.deepEqual(
			problems.map(({ code }) => code),
			expected.map(([code]) => code)
		)
		for (const [n, [, text]] of expected.entries()) assert.match(problems[n]?.text ?? '', text)
	}
	check(new Uint8Array(), [['not-a-dump', /has 0 bytes/]])
	check(Buffer.from('an ordinary text that is no dump at all'), [['not-a-dump', /does not begin with "MDMP"/]])
	check(pack(Buffer.from('PMDM'), zeros(40)), [['not-a-dump', /big-endian/]])
	const dump = () => new SynthDump().misc(1, 1)
	check(dump().bytes().slice(0, 40), [['cut-off', /directory ends after 0 of 1/]])
	check(dump().misc(2, 2).bytes(), [['lie', /second misc info/]])
	check(
		dump()
			.stream(3, pack(u32(1000)))
			.bytes(),
		[['lie', /claims 1000 entries and has room for 0/]]
	)
	check(
		dump()
			.stream(6, pack(u32(1)))
			.bytes(),
		[['cut-off', /exception stream: It has 4 bytes and should have 168/]]
	)
	check(
		dump()
			.stream(4, pack(u32(1), zeros(20), u32(0xffffff), zeros(84)))
			.bytes(),
		[['cut-off', /names of 1 of 1 modules/]]
	)
	assert.equal(readDump(dump().misc(2, 2).bytes()).dump.misc?.pid, 1)
})
