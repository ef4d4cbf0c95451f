import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { GraphicsFile } from './graphics.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-graphics-'))
after(() => rmSync(folder, { recursive: true }))
const day = 24 * 3_600_000
let files = 0
const file = (electron = '45.4.1') => {
	mkdirSync(join(folder, String(++files)))
	return new GraphicsFile(join(folder, String(files)), electron)
}

test('the third death within ten minutes is one too many: the next start does without, also after main was ended over it', () => {
	const graphics = file()
	assert.deepEqual(
		[1_000, 2_000, 3_000].map(at => graphics.died(at)),
		[false, false, true]
	)
	const path = join(folder, String(files))
	assert.equal(new GraphicsFile(path, '45.4.1').startsWithout(4_000), true)
	assert.equal(new GraphicsFile(path, '45.5.0').startsWithout(4_000), false, 'a new Electron is given a chance')
	assert.equal(new GraphicsFile(path, '45.4.1').startsWithout(3_000 + 14 * day), false, 'so is the old one, after a fortnight')
})

test('deaths that lie far apart are forgiven', () => {
	const graphics = file()
	for (let n = 0; n < 9; n++) assert.equal(graphics.died(n * day), false)
	assert.equal(graphics.startsWithout(9 * day), false)
})

test('a file that can’t be understood, or written, is as if there were none', () => {
	const graphics = file()
	writeFileSync(join(folder, String(files), 'graphics.json'), '{"deaths":"many"}')
	assert.equal(graphics.startsWithout(1), false)
	assert.equal(graphics.died(1), false)
	assert.match(readFileSync(join(folder, String(files), 'graphics.json'), 'utf8'), /"deaths":\[1\]/)
	assert.equal(new GraphicsFile(join(folder, 'no/such'), '').died(1), false)
})

test('what the user has decided holds, whatever died', () => {
	const graphics = file()
	const decide = (wanted: string) => writeFileSync(join(folder, String(files), 'settings.json'), JSON.stringify({ graphics: wanted }))
	decide('off')
	assert.equal(graphics.startsWithout(1), true)
	decide('on')
	assert.deepEqual(
		[1_000, 2_000, 3_000].map(at => graphics.died(at)),
		[false, false, false],
		'nothing is said that would not happen'
	)
	assert.equal(graphics.startsWithout(4_000), false)
	decide('auto')
	assert.equal(graphics.startsWithout(4_000), true)
	decide('sometimes')
	assert.equal(graphics.startsWithout(4_000), true, 'what is not understood is the default')
})
