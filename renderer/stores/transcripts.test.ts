import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transcriptWith } from '../../electron/contract/test-transcript.ts'
import type { Client } from '../api/client.ts'
import { fail, ok } from '../api/problem.ts'
import { noDetail } from './transcript-detail.ts'
import { createTranscriptsStore } from './transcripts.ts'

const noneUnsaved = { of: () => [], give: async () => null }

test('text of the last few that were open stays, and of the one that is heard', async () => {
	const asked: string[] = []
	const heard = { segments: [], edits: [], turns: [], gaps: [], marks: [], deaths: [], speakers: [], versions: [], parts: [] }
	const client = {
		request: async (_: string, { transcript: id }: { transcript: string }) => {
			asked.push(id)
			return ok({ transcript: transcriptWith({ id }), ...heard })
		}
	} as unknown as Client
	const transcripts = createTranscriptsStore(client, noneUnsaved, noneUnsaved, id => id === 'heard')
	const open = async (...ids: string[]) => {
		for (const id of ids) await transcripts.open(id)
	}
	await open('heard', 'a', 'b', 'c', 'd', 'e', 'f', 'g')
	assert.deepEqual(Object.keys(transcripts.getState().details).sort(), ['b', 'c', 'd', 'e', 'f', 'g', 'heard'])
	asked.length = 0
	await open('b', 'h', 'c')
	assert.deepEqual(asked, ['h', 'c'])
})

test('a version that is gone is offered no more', async () => {
	const client = { request: async () => fail('no-version', 'Gone.') } as unknown as Client
	const transcripts = createTranscriptsStore(client, noneUnsaved, noneUnsaved, () => false)
	const versions = ['1', '2'].map(id => ({ id, at: 0, model: null, words: 0, edited: false }))
	transcripts.setState({ details: { t: { ...noDetail, versions } } })
	await transcripts.version('t', '1')
	assert.deepEqual(transcripts.getState().details.t?.versions, versions.slice(1))
})
