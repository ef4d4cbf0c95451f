import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { Cancelled } from '../engines/engine.ts'
import { journalOf, temporaryFolder } from '../engines/test-speech.ts'
import { JournalReader } from '../journal/reader.ts'
import { JournalTape } from './tape.ts'

/** A journal of the samples 0, 1, 2… of which the tape has been told `samples`. */
async function withTape(
	told: { readonly written: number; readonly samples: number; readonly ended: boolean },
	run: (tape: JournalTape) => Promise<void>
): Promise<void> {
	using folder = temporaryFolder()
	const audio = Int16Array.from({ length: told.written }, (_, i) => i)
	const reader = new JournalReader(journalOf(folder.path, audio))
	try {
		await run(new JournalTape(reader, told.samples, told.ended))
	} finally {
		reader.close()
	}
}

const numbers = (from: number, to: number) => Int16Array.from({ length: to - from }, (_, i) => from + i)

test('gives ranges in any order and of any size', () =>
	withTape({ written: 32_000, samples: 32_000, ended: true }, async tape => {
		for (const [from, to] of [
			[0, 10],
			[31_000, 31_500],
			[5, 15],
			[0, 32_000]
		] as const) {
			assert.deepEqual(await tape.read(from, to), numbers(from, to))
		}
	}))

test('is shorter or empty only at the end', () =>
	withTape({ written: 1000, samples: 1000, ended: true }, async tape => {
		assert.deepEqual(await tape.read(990, 1200), numbers(990, 1000))
		assert.deepEqual(await tape.read(1000, 1200), numbers(1000, 1000))
		assert.deepEqual(await tape.read(5000, 5200), new Int16Array(0))
	}))

test('waits for samples it was not told of, although the file has them', () =>
	withTape({ written: 1000, samples: 100, ended: false }, async tape => {
		let got: Int16Array | null = null
		const reading = tape.read(50, 300).then(audio => {
			got = audio
		})
		await turnOfTheLoop()
		tape.grow(200, false)
		await turnOfTheLoop()
		assert.equal(got, null)
		tape.grow(300, false)
		await reading
		assert.deepEqual(got, numbers(50, 300))
	}))

test('an end that comes late gives what there is', () =>
	withTape({ written: 1000, samples: 100, ended: false }, async tape => {
		const reading = tape.read(50, 300)
		tape.grow(200, true)
		assert.deepEqual(await reading, numbers(50, 200))
		tape.grow(1000, false)
		assert.deepEqual(tape.available(), { samples: 200, ended: true })
	}))

test('a cancelled job stops waiting, and reads no more', () =>
	withTape({ written: 100, samples: 100, ended: false }, async tape => {
		const reading = tape.read(0, 300)
		tape.cancel()
		await assert.rejects(reading, Cancelled)
		await assert.rejects(tape.read(0, 10), Cancelled)
	}))

test('a journal with less than was announced is a bug, said with its numbers', () =>
	withTape({ written: 100, samples: 500, ended: true }, async tape => {
		await assert.rejects(tape.read(0, 300), /said to have 500 samples, but ends at 100/)
	}))
