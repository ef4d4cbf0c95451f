import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '../api/client.ts'
import { fail, ok } from '../api/problem.ts'
import { noDetail } from './transcript-detail.ts'
import { createUnsavedDetails } from './unsaved-details.ts'

const full = fail('ledger-write', 'Full.')
const transcript = '00000000-0000-4000-8000-000000000001'
const mark = { id: '00000000-0000-4000-8000-000000000002', kind: 'mark' as const, sample: 0, ms: 0, note: 'here' }
const turn = () => new Promise(resolve => setImmediate(resolve))

/** A main that answers when it is told to, and what a tab keeps. */
function main() {
	const asked: { said: string; answer: (result: unknown) => void }[] = []
	const kept = new Map<string, string>()
	const told: string[] = []
	const client = {
		request: (name: string, params: { title?: string }) => new Promise(answer => asked.push({ said: params.title ?? name, answer }))
	} as unknown as Client
	const storage = {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
		removeItem: (key: string) => kept.delete(key)
	} as unknown as Storage
	const answer = async (result: unknown = ok({})) => {
		asked.shift()?.answer(result)
		await turn()
	}
	return {
		kept,
		told,
		answer,
		asked: () => asked.map(each => each.said),
		page: () => createUnsavedDetails(client, storage, p => told.push(p.code))
	}
}

test('what a page could not send the next one does, and shows it meanwhile', async () => {
	const { kept, asked, answer, page } = main()
	const before = page()
	void before.give('mark.set', { transcript, mark })
	void before.give('speakers.set', { transcript, speakers: [{ id: 's', name: 'Anna' }] })
	void before.give('transcript.rename', { transcript, title: 'Monday' })
	const next = page()
	const { marks, speakers } = next.of(transcript).reduce((detail, change) => change(detail), noDetail)
	assert.deepEqual([marks, speakers, next.of('another'), next.any()], [[mark], [{ id: 's', name: 'Anna' }], [], true])
	next.connected()
	next.connected()
	assert.deepEqual(asked().slice(3), ['mark.set', 'speakers.set', 'Monday'])
	for (let n = 0; n < 6; n++) await answer()
	assert.deepEqual([next.any(), before.any(), kept.size], [false, false, 0])
})

test('what is given later about the same thing takes its place, and a refusal of the earlier says nothing', async () => {
	const { asked, answer, page } = main()
	const unsaved = page()
	const first = unsaved.give('mark.set', { transcript, mark })
	const second = unsaved.give('mark.remove', { transcript, mark: mark.id })
	await answer(fail('no-transcript', 'Gone.'))
	assert.deepEqual([await first, unsaved.any(), asked()], [null, true, ['mark.remove']])
	await answer(fail('no-transcript', 'Gone.'))
	assert.deepEqual([(await second)?.code, unsaved.any()], ['no-transcript', false])
})

test('what a full disk refused is tried again, unless something else was given meanwhile', async context => {
	context.mock.timers.enable({ apis: ['setTimeout'] })
	const { asked, answer, page, told } = main()
	const unsaved = page()
	void unsaved.give('transcript.rename', { transcript, title: 'one' })
	await answer(full)
	assert.deepEqual([told, unsaved.any(), asked()], [['edits-not-saved'], true, []])
	context.mock.timers.tick(5_000)
	await turn()
	assert.deepEqual(asked(), ['one'])
	await answer(full)
	void unsaved.give('transcript.rename', { transcript, title: 'two' })
	context.mock.timers.tick(5_000)
	await turn()
	assert.deepEqual(asked(), ['two'])
	await answer()
	assert.equal(unsaved.any(), false)
})
