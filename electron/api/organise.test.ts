import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idOf, recordingNamed } from '../ledger/test-ledger.ts'
import { makeHandlers } from './handlers.ts'
import { handling } from './test-handling.ts'

test('out of the trash, a pass over what is kept as a copy only begins when its journal is there again', async context => {
	const { ledger, rooms } = await handling(context)
	const [due, plain] = [idOf(1), idOf(2)]
	for (const id of [due, plain]) {
		ledger.add(recordingNamed(id))
		ledger.saveJob(id, { state: 'done', samples: 1_600, ended: true, secondPass: id === due })
	}
	const coming: (() => void)[] = []
	const brought: string[] = []
	const audio: typeof rooms.audio = {
		...rooms.audio,
		isReplaced: () => true,
		bringBack: (id, then) => {
			brought.push(id)
			coming.push(() => then({ ok: true, value: null }))
		}
	}
	const handlers = makeHandlers({ ...rooms, audio })
	const transcripts = [due, plain]
	await handlers['transcripts.delete']({ transcripts }, { id: 1 })
	await handlers['transcripts.restore']({ transcripts }, { id: 1 })
	assert.deepEqual([brought, rooms.runner.needsJournal(due)], [[due], false])
	coming[0]?.()
	assert.equal(rooms.runner.needsJournal(due), true)
})
