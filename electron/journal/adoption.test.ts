import assert from 'node:assert/strict'
import { utimesSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { fileNamed, idOf, ledgerFor } from '../ledger/test-ledger.ts'
import { Transcripts } from '../ledger/transcripts.ts'
import { Adoption } from './adoption.ts'
import { Shelf } from './shelf.ts'

test('audio that no transcript knows becomes recordings that are heard; of copies one journal at a time comes back', context => {
	const folder = folderFor(context)
	const ledger = new Transcripts(ledgerFor(context, folder))
	const before = new Shelf(folder)
	const [known, journal, empty, one, two, three] = [idOf(1), idOf(2), idOf(3), idOf(4), idOf(5), idOf(6)]
	const sound = (samples: number) => Buffer.alloc(44 + samples * 2)
	ledger.add(fileNamed(known))
	for (const id of [known, journal]) writeFileSync(before.journal(id), sound(32_000))
	writeFileSync(before.journal(empty), sound(0))
	utimesSync(before.journal(journal), 1_000_002, 1_000_002)
	for (const id of [one, two, three]) writeFileSync(before.copy(id), 'opus')
	const shelf = new Shelf(folder)
	const wanted: { id: string; then: (back: Result<null>) => void }[] = []
	const added: string[] = []
	const adoption = new Adoption({
		...{ ledger, shelf, log: openLog(folder, 'main') },
		audio: { bringBack: (id, then) => wanted.push({ id, then }) },
		added: id => added.push(id)
	})
	adoption.start(0)
	adoption.tend(119_000)
	assert.deepEqual(added, [])
	adoption.tend(120_000)
	assert.deepEqual([added, wanted], [[journal], []])
	const row = ledger.get(journal)
	assert.deepEqual(
		[row?.kind, row?.state, row?.samples, row?.ended, row?.createdAt],
		['recording', 'transcribing', 32_000, true, 1_000_000_000]
	)
	adoption.tend(121_000)
	assert.equal(wanted.length, 0)

	ledger.saveJob(journal, { state: 'done' })
	adoption.tend(121_000)
	adoption.tend(121_000)
	assert.deepEqual(
		wanted.map(each => each.id),
		[one]
	)
	writeFileSync(shelf.journal(one), sound(16_000))
	wanted[0]?.then(ok(null))
	adoption.tend(121_000)
	assert.deepEqual([added, wanted.length, ledger.get(one)?.samples], [[journal, one], 1, 16_000])
	assert.deepEqual(
		ledger.withAudioPlan('replaced').map(each => each.id),
		[one]
	)
	ledger.saveJob(one, { state: 'done' })
	adoption.tend(121_000)
	wanted[1]?.then(fail('disk-full', 'Full.'))
	adoption.tend(121_000)
	assert.deepEqual([wanted.map(each => each.id), ledger.get(two), ledger.get(empty)], [[one, two, three], null, null])
})
