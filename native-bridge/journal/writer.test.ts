import assert from 'node:assert/strict'
import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fillDisk, folderFor, smallDisk } from './test-folder.ts'
import { WAV_HEADER_BYTES, wavHeader } from './wav-header.ts'
import { JournalWriter } from './writer.ts'

test('appends samples behind a header, and says how many there are', context => {
	const path = join(folderFor(context), 'a.wav')
	const writer = opened(path)
	assert.equal(readFileSync(path).length, WAV_HEADER_BYTES)
	assert.deepEqual(writer.append(ramp(0, 1600)), { ok: true, value: null })
	assert.deepEqual(writer.append(ramp(1600, 2000)), { ok: true, value: null })
	assert.equal(writer.samples, 2000)
	assert.deepEqual(writer.close(), { ok: true, value: null })
	assert.deepEqual(contents(path), { header: wavHeader(2000), samples: ramp(0, 2000) })
})

test('writes exactly the samples of a view into a larger buffer', context => {
	const path = join(folderFor(context), 'a.wav')
	const writer = opened(path)
	writer.append(ramp(0, 100).subarray(10, 20))
	writer.close()
	assert.deepEqual(contents(path).samples, ramp(10, 20))
})

test('has every sample in the file before it says so, and refreshes the header once a second', context => {
	const path = join(folderFor(context), 'a.wav')
	const writer = opened(path)
	writer.append(ramp(0, 10), 5_000)
	writer.append(ramp(10, 20), 5_999)
	assert.deepEqual(contents(path), { header: wavHeader(10), samples: ramp(0, 20) })
	writer.append(ramp(20, 30), 6_000)
	assert.deepEqual(contents(path), { header: wavHeader(30), samples: ramp(0, 30) })
	writer.close()
})

test('goes on at the last whole sample when opened again', context => {
	const folder = folderFor(context)
	const whole = Buffer.concat([wavHeader(1), Buffer.from(ramp(0, 50).buffer)])
	const cases: [name: string, before: Buffer | null, samples: number][] = [
		['missing', null, 0],
		['empty', Buffer.alloc(0), 0],
		['torn in the header', whole.subarray(0, 20), 0],
		['header only', whole.subarray(0, WAV_HEADER_BYTES), 0],
		['torn in the first sample', whole.subarray(0, WAV_HEADER_BYTES + 1), 0],
		['whole, with a header that is behind', whole, 50],
		['torn in the last sample', whole.subarray(0, -1), 49]
	]
	for (const [name, before, samples] of cases) {
		const path = join(folder, `${name}.wav`)
		if (before) writeFileSync(path, before)
		const writer = opened(path)
		assert.deepEqual([writer.samples, contents(path)], [samples, { header: wavHeader(samples), samples: ramp(0, samples) }], name)
		writer.append(ramp(samples, 60))
		writer.close()
		assert.deepEqual(contents(path), { header: wavHeader(60), samples: ramp(0, 60) }, name)
	}
})

test('keeps what it has when the disk is full, takes nothing by halves, and goes on when there is room', context => {
	const disk = smallDisk(context, 64)
	if (disk === null) return
	writeFileSync(join(disk, 'ballast'), Buffer.alloc(16 * 1024))
	const path = join(disk, 'a.wav')
	const writer = opened(path)
	let full = writer.append(ramp(0, 1600))
	let had = 0
	while (full.ok) {
		had = writer.samples
		full = writer.append(ramp(had, had + 1600))
	}
	assert.deepEqual(full.problem, {
		code: 'disk-full',
		facts: { path, code: 'ENOSPC', sampleRate: 16_000 },
		text: 'The audio could not be saved: The disk is full. Everything up to here is kept. Make room on the disk; writing goes on by itself.'
	})
	assert.deepEqual({ samples: writer.samples, bytes: statSync(path).size }, { samples: had, bytes: WAV_HEADER_BYTES + had * 2 })
	rmSync(join(disk, 'ballast'))
	assert.deepEqual(writer.append(ramp(had, had + 1600)), { ok: true, value: null })
	assert.deepEqual(writer.close(), { ok: true, value: null })
	assert.deepEqual(contents(path), { header: wavHeader(had + 1600), samples: ramp(0, had + 1600) })
})

test('leaves no descriptor open when a journal can not be opened', context => {
	const disk = smallDisk(context, 16)
	if (disk === null) return
	writeFileSync(join(disk, 'made-before.wav'), '')
	fillDisk(disk)
	const before = readdirSync('/proc/self/fd').length
	for (let n = 0; n < 5; n++) {
		const result = JournalWriter.open(join(disk, 'made-before.wav'))
		assert.equal(result.ok ? 'opened' : result.problem.code, 'disk-full')
	}
	assert.equal(readdirSync('/proc/self/fd').length, before)
})

test('says why when the place is no place for a journal', context => {
	const folder = folderFor(context)
	mkdirSync(join(folder, 'folder.wav'))
	const codes = ['missing/a.wav', 'folder.wav'].map(name => {
		const result = JournalWriter.open(join(folder, name))
		return result.ok ? 'opened' : [result.problem.code, result.problem.facts.code]
	})
	assert.deepEqual(codes, [
		['journal-write', 'ENOENT'],
		['journal-write', 'EISDIR']
	])
})

test('closes once: by the second time its descriptor may be another file', context => {
	const folder = folderFor(context)
	const writer = opened(join(folder, 'a.wav'))
	writer.close()
	// The system gives the lowest free number: this file gets the journal's.
	const other = openSync(join(folder, 'other'), 'w+')
	assert.deepEqual(writer.close(), { ok: true, value: null })
	assert.throws(() => writer.append(ramp(0, 10)), /The journal is closed/)
	assert.equal(fstatSync(other).size, 0)
	closeSync(other)
})

function opened(path: string): JournalWriter {
	const result = JournalWriter.open(path)
	assert.ok(result.ok)
	return result.value
}

/** Samples that say where they belong. */
function ramp(from: number, to: number): Int16Array {
	return Int16Array.from({ length: to - from }, (_, i) => ((from + i) * 7) % 30_000)
}

function contents(path: string): { header: Uint8Array; samples: Int16Array } {
	const bytes = readFileSync(path)
	const body = bytes.subarray(WAV_HEADER_BYTES)
	return {
		header: new Uint8Array(bytes.subarray(0, WAV_HEADER_BYTES)),
		samples: new Int16Array(body.buffer.slice(body.byteOffset, body.byteOffset + (body.length & ~1)))
	}
}
