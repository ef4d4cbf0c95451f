import assert from 'node:assert/strict'
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { Sources } from '../ledger/sources.ts'
import { fileNamed, idOf, ledgerFor } from '../ledger/test-ledger.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import { Shelf } from './shelf.ts'
import { emptyTrash, eraseForEver, TRASH_MS } from './trash.ts'

test('what has lain in the trash for 30 days goes with its audio and its upload, but no file that another transcript is of', context => {
	const folder = folderFor(context)
	const db = ledgerFor(context, folder)
	const [ledger, sources, shelf] = [new Transcripts(db), new Sources(db), new Shelf(folder)]
	const upload = shelf.upload(idOf(9)) ?? ''
	const [one, other] = [idOf(1), idOf(2)]
	writeFileSync(upload, 'sound of both')
	for (const id of [one, other]) {
		ledger.add(fileNamed(id, { sourcePath: upload }))
		writeFileSync(shelf.journal(id), 'sound')
	}
	const now = 1_800_000_000_000
	const left = () => [one, other].map(id => [ledger.get(id) !== null, existsSync(shelf.journal(id))]).concat([[existsSync(upload)]])
	ledger.trash([one], now)
	emptyTrash({ ledger, sources, shelf }, now + TRASH_MS)
	assert.deepEqual(left(), [[true, true], [true, true], [true]])
	emptyTrash({ ledger, sources, shelf }, now + TRASH_MS + 1)
	assert.deepEqual(left(), [[false, false], [true, true], [true]])
	ledger.trash([other], now)
	emptyTrash({ ledger, sources, shelf }, now + TRASH_MS + 1)
	assert.deepEqual(left(), [[false, false], [false, false], [false]])
})

test('main that dies in between leaves no audio that belongs to nobody: the transcript is in the trash yet, knows that it has none, and can go again', context => {
	const folder = folderFor(context)
	const db = ledgerFor(context, folder)
	const [ledger, sources, shelf] = [new Transcripts(db), new Sources(db), new Shelf(folder)]
	const id = idOf(1)
	ledger.add(fileNamed(id))
	ledger.trash([id], 1)
	writeFileSync(shelf.journal(id), 'sound')
	const dies = Object.assign(Object.create(ledger), {
		setAudioPlan: ledger.setAudioPlan.bind(ledger),
		get: ledger.get.bind(ledger),
		erase: () => {
			throw new Error('killed')
		}
	}) as Transcripts
	assert.throws(() => eraseForEver({ ledger: dies, sources, shelf }, [id]), /killed/)
	assert.deepEqual([ledger.get(id) !== null, existsSync(shelf.journal(id)), ledger.withAudioPlan('removed').length], [true, false, 1])
	eraseForEver({ ledger, sources, shelf }, [id])
	assert.equal(ledger.get(id), null)
})

test('one whose audio the disk refuses to let go of stays in the trash, holds up no other, and goes when it can', context => {
	const folder = folderFor(context)
	const db = ledgerFor(context, folder)
	const [ledger, sources, shelf] = [new Transcripts(db), new Sources(db), new Shelf(folder)]
	const ids = [idOf(1), idOf(2)]
	for (const id of ids) ledger.add(fileNamed(id))
	ledger.trash(ids, 1)
	// A folder in its place can't be deleted as a file can, whoever asks.
	mkdirSync(shelf.journal(idOf(1)))
	const refused = eraseForEver({ ledger, sources, shelf }, ids)
	assert.equal(refused.ok ? 'erased' : refused.problem.code, 'data-folder')
	emptyTrash({ ledger, sources, shelf }, TRASH_MS + 2)
	assert.deepEqual(
		ids.map(id => ledger.get(id) !== null),
		[true, false]
	)
	rmdirSync(shelf.journal(idOf(1)))
	emptyTrash({ ledger, sources, shelf }, TRASH_MS + 2)
	assert.equal(ledger.get(idOf(1)), null)
})
