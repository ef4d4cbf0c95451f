import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { KeptExports } from './kept-exports.ts'

const file = (name: string) => ({ name, mime: 'text/plain', open: () => Readable.from([Buffer.from(`In ${name}.`)]) })

test('an export is fetched as often as a browser likes, under its name in whichever script', async () => {
	const kept = new KeptExports()
	const id = kept.keep(file("Vorstand's 会议 (2).txt"))
	for (const _ of [1, 2]) {
		const found = kept.get(id)
		assert.ok(found)
		assert.equal(found.headers['Content-Disposition'], "attachment; filename*=UTF-8''Vorstand%27s%20%E4%BC%9A%E8%AE%AE%20%282%29.txt")
		assert.equal(await text(found.open()), "In Vorstand's 会议 (2).txt.")
	}
	assert.equal(kept.get('00000000-0000-4000-8000-000000000000'), null)
})

test('the last eight are kept', () => {
	const kept = new KeptExports()
	const ids = Array.from({ length: 9 }, (_, n) => kept.keep(file(`${n}`)))
	assert.deepEqual(
		ids.map(id => kept.get(id) !== null),
		[false, ...Array.from({ length: 8 }, () => true)]
	)
})
