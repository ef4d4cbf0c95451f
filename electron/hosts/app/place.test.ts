import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { openLedger } from '../../ledger/open.ts'
import { prepareTarget } from '../../place/arriving.ts'
import { readPlace, writePlace } from '../../place/place-file.ts'
import { placeOf } from './place.ts'

test('a library that moves is found in its new folder; a damaged one stays where it is, as it is, and that is said', async context => {
	for (const isDamaged of [false, true]) {
		const [from, to] = ['from', 'to'].map(name => join(folderFor(context), name)) as [string, string]
		mkdirSync(from)
		const ledger = join(from, 'ledger.sqlite')
		if (isDamaged) writeFileSync(ledger, 'This was a library once. '.repeat(500))
		else {
			const made = openLedger(ledger)
			assert.ok(made.ok)
			made.value.db.close()
		}
		await prepareTarget(to, true)
		await writePlace(from, { library: null, move: { stage: 'finishing', from, to, made: true, problem: null } })
		const placed = await placeOf(from)
		assert.ok(placed.ok)
		placed.value.release()
		assert.equal(placed.value.library, isDamaged ? from : to)
		assert.equal(readPlace(from)?.move?.problem?.code ?? null, isDamaged ? 'ledger-damaged' : null)
		assert.deepEqual(readdirSync(from).sort(), ['ledger.sqlite', 'place.json', 'place.lock'])
		if (isDamaged) assert.match(readFileSync(ledger, 'utf8'), /^This was a library once/)
	}
})
