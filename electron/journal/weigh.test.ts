import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { weigh } from './weigh.ts'

test('says what text, audio, models, crashes, logs and all else take, and the audio of each transcript', async context => {
	const folder = folderFor(context)
	const id = '11111111-1111-4111-8111-111111111111'
	const put = (path: string, bytes: number) => {
		mkdirSync(join(folder, path, '..'), { recursive: true })
		writeFileSync(join(folder, path), Buffer.alloc(bytes))
	}
	put('ledger.sqlite', 10)
	put('ledger.sqlite-wal', 5)
	put(`audio/${id}.wav`, 100)
	put(`audio/${id}.opus`, 20)
	put('audio/strange', 3)
	put('models/tiny/encoder.onnx', 1_000)
	put('crashes/kept/a.dmp', 40)
	put('spool/b', 2)
	put('logs/main.log', 7)
	put('uploads/c', 60)
	put('settings.json', 1)
	symlinkSync('/usr', join(folder, 'models/elsewhere'))
	const { models, ...rest } = await weigh(folder)
	assert.ok(models >= 1_000 && models < 1_100, 'a link is no more than a link')
	assert.deepEqual(rest, { text: 15, audio: 123, crashes: 42, logs: 7, other: 61, audioOf: { [id]: 120 } })
})

test('a folder that is not there takes nothing', async context => {
	assert.equal((await weigh(join(folderFor(context), 'none'))).text, 0)
})
