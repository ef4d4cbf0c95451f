import assert from 'node:assert/strict'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { logsAround } from './log-window.ts'

const AT = 1_700_000_000_000
const MINUTE = 60_000

function line(offset: number, msg = 'x'): string {
	return `{"level":30,"time":"${new Date(AT + offset).toISOString()}","process":"engine","pid":1,"msg":"${msg}"}`
}

test('gives what each process logged ten minutes before a death and a minute after, over rolled files', async context => {
	const folder = folderFor(context)
	const inside = [line(-10 * MINUTE), line(-1, 'dying'), line(MINUTE)]
	writeFileSync(join(folder, 'engine.9.log'), [line(-11 * MINUTE), inside[0], ''].join('\n'))
	writeFileSync(join(folder, 'engine.10.log'), [inside[1], 'torn', inside[2], line(MINUTE + 1)].join('\n'))
	writeFileSync(join(folder, 'main.1.log'), line(0, 'main'))
	writeFileSync(join(folder, 'decoder.1.log'), line(-60 * MINUTE))
	writeFileSync(join(folder, 'notes.txt'), line(0))
	mkdirSync(join(folder, 'odd.1.log'))
	assert.deepEqual(
		[...(await logsAround(folder, AT))],
		[
			['engine', `${inside.join('\n')}\n`],
			['main', `${line(0, 'main')}\n`]
		]
	)
})

test('keeps the last of a talkative process, and does not read what was closed long before', async context => {
	const folder = folderFor(context)
	const talk = Array.from({ length: 900 }, (_, n) => line(-900 + n, `${n}`))
	writeFileSync(join(folder, 'engine.1.log'), talk.join('\n'))
	writeFileSync(join(folder, 'main.1.log'), Array.from({ length: 20 }, (_, n) => line(n, 'long '.repeat(2_000))).join('\n'))
	writeFileSync(join(folder, 'decoder.1.log'), line(0))
	utimesSync(join(folder, 'decoder.1.log'), 0, 0)
	const logs = await logsAround(folder, AT)
	assert.deepEqual([logs.get('engine')?.trimEnd().split('\n'), logs.has('decoder')], [talk.slice(-400), false])
	assert.equal(logs.get('main')?.trimEnd().split('\n').length, 11)
	assert.deepEqual(await logsAround(join(folder, 'missing'), AT), new Map())
})
