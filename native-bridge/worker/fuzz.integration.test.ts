/** A little of `npm run fuzz:decode`, always the same: mutated files end as text, gap or sentence, and kill nobody. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { FIXTURES, folderFor, wavOf } from '../decode/test-media.ts'
import { fuzz } from './test-fuzz.ts'

const EACH = 20
const KINDS = ['mp3', 'm4a', 'flac', 'vorbis', 'opus', 'webm', 'surround', 'video', 'amr', 'twoTracks'] as const
const FILES: ReadonlyArray<readonly [name: string, bytes: Uint8Array]> = [
	['wav', wavOf(16_000, 1)],
	...KINDS.map(kind => [kind, readFileSync(FIXTURES[kind])] as const)
]

for (const [name, bytes] of FILES) {
	test(`${EACH} mutants of ${name} end as text, gap or sentence`, async context => {
		const folder = await folderFor(context)
		const tally = await fuzz(bytes, join(folder, 'fuzz'), 'bin', 1, files => files < EACH)
		const { files, clean, told, refused, deaths, hangs, wrong } = tally
		assert.deepEqual({ files, deaths, hangs, wrong }, { files: EACH, deaths: [], hangs: [], wrong: [] })
		assert.equal(clean + told + refused, EACH)
		// They are not all refused at the door, nor is everything taken for whole.
		assert.ok(clean + told > 0 && told + refused > 0, JSON.stringify({ clean, told, refused }))
	})
}
