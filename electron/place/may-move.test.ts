import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusal, type Target } from './may-move.ts'

const empty: Target = {
	path: '/mnt/big/holdfast',
	kind: 'folder',
	names: [],
	inLibrary: null,
	isWatched: false,
	isSeat: false,
	isNetwork: false,
	refused: null,
	free: 10e9
}
const code = (some: Partial<Target>, need = 1e9) => refusal({ ...empty, ...some }, need)?.code ?? null

test('an empty folder is taken, one that is still to be made, and one that only the system has put things into', () => {
	assert.equal(code({}), null)
	assert.equal(code({ kind: 'missing' }), null)
	assert.equal(code({ names: ['.DS_Store', 'lost+found', 'System Volume Information'] }), null)
	assert.equal(code({ free: null }), null)
})

test('what can’t be is said, and the first thing that is wrong first', () => {
	const cases: readonly [Partial<Target>, string][] = [
		[{ path: 'holdfast' }, 'bad-path'],
		[{ kind: 'other' }, 'move-to-file'],
		[{ inLibrary: 'same', names: ['audio'] }, 'move-same'],
		[{ inLibrary: 'inside' }, 'move-inside'],
		[{ isWatched: true }, 'move-watched'],
		[{ isNetwork: true }, 'move-network'],
		[{ names: ['thesis.docx'] }, 'move-not-empty'],
		[{ refused: 'EROFS' }, 'move-not-writable'],
		[{ free: 1e9 }, 'move-no-room']
	]
	for (const [some, expected] of cases) assert.equal(code(some), expected)
	assert.deepEqual(refusal({ ...empty, free: 0.6e9 }, 1e9)?.facts, { megabytes: 500 })
})

test('moved back, the folder where the way to the library is noted is empty; another library’s is not', () => {
	const names = ['place.json', 'place.lock', 'chromium-guardian']
	assert.equal(code({ names, isSeat: true }), null)
	assert.equal(code({ names }), 'move-not-empty')
	assert.equal(code({ names: [...names, 'thesis.docx'], isSeat: true }), 'move-not-empty')
})

test('what an earlier move could not take back is written over, unless it is a library or somebody’s own', () => {
	const remains = ['arriving.json', 'arriving.json.part', 'audio', 'models']
	assert.equal(code({ names: remains }), null)
	assert.equal(code({ names: [...remains, 'ledger.sqlite'] }), 'move-not-empty')
	assert.equal(code({ names: [...remains, 'thesis.docx'] }), 'move-not-empty')
	assert.equal(code({ names: ['audio', 'models'] }), 'move-not-empty')
})
