import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ok } from '../../../native-bridge/protocol/problem.ts'
import type { App } from '../app.ts'
import { transcribeFiles } from './transcribe.ts'

/** An app that has one file, over already, of which this was said. */
function having(notices: readonly { code: string; text: string }[]): App {
	const transcript = { id: 'a', title: 'talk', sourceName: 'talk.wav', state: 'done', words: 2, cursor: 0, notices, problem: null }
	const handlers = {
		'files.add-paths': () => ok({ added: ['a'], problems: [] }),
		'transcript.get': () => ok({ transcript }),
		'transcript.export': () => ok({ name: 'talk.txt', text: 'two words', encoding: 'utf8' })
	}
	return { handlers, feed: { listen: () => () => {} } } as never
}

async function transcribe(notices: readonly { code: string; text: string }[]) {
	const [out, progress]: [string[], string[]] = [[], []]
	const failed = await transcribeFiles(having(notices), {
		...{ files: ['talk.wav'], format: { id: 'txt' } as never, sound: {}, wish: { model: 'large', language: null }, outDir: null },
		out: { write: text => out.push(String(text)) },
		progress: { write: text => progress.push(String(text)) }
	})
	return [failed, out, progress]
}

test('a file that could not be heard as was asked for has failed, and its text is written all the same', async () => {
	assert.deepEqual(await transcribe([]), [0, ['two words'], []])
	const said = [
		{ code: 'no-memory-for-model', text: 'Too little memory.' },
		{ code: 'as-settings', text: 'So it was heard as the settings say.' }
	]
	assert.deepEqual(await transcribe(said), [
		1,
		['two words'],
		['talk.wav: Too little memory.\n', 'talk.wav: So it was heard as the settings say.\n']
	])
})
