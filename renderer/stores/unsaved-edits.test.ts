import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '../api/client.ts'
import { fail, ok, type Problem } from '../api/problem.ts'
import { createUnsavedEdits } from './unsaved-edits.ts'

const edit = (text: string) => ({ pieces: [{ text, speaker: null }], joined: false })
const set = (from: number, text: string, channel = 't') => ({ channel, from, edit: edit(text) })

/** A main that answers when it is told to, and what a tab keeps. */
function main() {
	const asked: { sent: string; answer: (result: unknown) => void }[] = []
	const kept = new Map<string, string>()
	const told: Problem[] = []
	const client = {
		request: (_: string, params: { transcript: string; edits: { from: number; edit: ReturnType<typeof edit> | null }[] }) =>
			new Promise(answer => {
				const sent = `${params.transcript}: ${params.edits.map(each => `${each.from} ${each.edit?.pieces[0]?.text.slice(0, 9)}`).join(', ')}`
				asked.push({ sent, answer })
			})
	} as unknown as Client
	const storage = {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
		removeItem: (key: string) => kept.delete(key)
	} as unknown as Storage
	const answer = async (result: unknown) => {
		asked.shift()?.answer(result)
		await new Promise(resolve => setTimeout(resolve, 0))
	}
	return {
		client,
		kept,
		told,
		answer,
		sent: () => asked.map(each => each.sent),
		page: () => createUnsavedEdits(client, storage, p => told.push(p))
	}
}
const done = ok({ gone: [] })

test('what is written while main has not answered is sent after, the last of it only', async () => {
	const { page, sent, answer, kept } = main()
	const unsaved = page()
	unsaved.set([set(0, 'a')])
	unsaved.set([set(0, 'ab'), set(5, 'x')])
	unsaved.set([set(0, 'abc')])
	assert.deepEqual([sent(), unsaved.of('t').length, unsaved.has('t', 5), kept.size], [['t: 0 a'], 2, true, 1])
	await answer(done)
	assert.deepEqual(sent(), ['t: 0 abc, 5 x'])
	await answer(done)
	assert.deepEqual([sent(), unsaved.any(), kept.size], [[], false, 0])
})

test('what a page could not send the next one does', async () => {
	const { page, sent, answer } = main()
	page().set([set(0, 'typed'), set(3, 'there', 'p')])
	const next = page()
	assert.equal(next.any(), true)
	next.connected()
	assert.deepEqual(sent().slice(2), ['t: 0 typed', 'p: 3 there'])
	await answer(done)
})

test('a refusal is told with what was written; a full disk is tried again', async context => {
	context.mock.timers.enable({ apis: ['setTimeout'] })
	const { page, client, told } = main()
	const answers = [fail('ledger-write', 'Full.'), ok({ gone: [0] })]
	Object.assign(client, { request: async () => answers.shift() ?? done })
	const unsaved = page()
	const turn = async () => {
		for (let n = 0; n < 5; n++) await Promise.resolve()
	}
	unsaved.set([set(0, 'my words')])
	await turn()
	assert.deepEqual([told.map(problem => problem.code), unsaved.any()], [['edits-not-saved'], true])
	context.mock.timers.tick(5_000)
	await turn()
	assert.deepEqual([told.at(-1)?.code, told.at(-1)?.facts.text, unsaved.any()], ['edits-gone', 'my words', false])

	// Deleted meanwhile: said, with the words.
	told.length = 0
	answers.push(fail('no-transcript', 'Gone.'))
	unsaved.set([set(9, 'last words')])
	await turn()
	assert.deepEqual(
		told.map(problem => [problem.code, problem.facts.text]),
		[
			['no-transcript', undefined],
			['edits-gone', 'last words']
		]
	)
})

test('much is sent in several messages', async () => {
	const { page, sent, answer } = main()
	page().set([0, 1, 2].map(from => set(from, `${from}`.repeat(150_000))))
	assert.deepEqual(sent(), ['t: 0 000000000'])
	await answer(done)
	assert.deepEqual(sent(), ['t: 1 111111111'])
})
