import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLedger } from './open.ts'
import { fileNamed, idOf } from './test-ledger.ts'
import { Transcripts } from './transcripts.ts'

test('is held while another process lives, and lost by none when it is killed', { timeout: 30_000 }, async context => {
	const path = join(folderFor(context), 'ledger.sqlite')
	const script = `
		import { openLedger } from ${JSON.stringify(join(import.meta.dirname, 'open.ts'))}
		import { Transcripts } from ${JSON.stringify(join(import.meta.dirname, 'transcripts.ts'))}
		const { value } = openLedger(${JSON.stringify(path)})
		new Transcripts(value.db).add(${JSON.stringify(fileNamed(idOf(1)))})
		process.stdout.write('added')
		setInterval(() => {}, 1_000)`
	const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
	context.after(() => other.kill('SIGKILL'))
	await once(other.stdout, 'data')

	const refused = openLedger(path)
	assert.equal(refused.ok ? 'opened' : refused.problem.code, 'already-running')

	other.kill('SIGKILL')
	await once(other, 'exit')
	assert.ok(existsSync(`${path}-wal`))
	const opened = openLedger(path)
	assert.ok(opened.ok)
	assert.deepEqual([opened.value.moved, new Transcripts(opened.value.db).list().map(row => row.id)], [null, [idOf(1)]])
	opened.value.db.close()
})
