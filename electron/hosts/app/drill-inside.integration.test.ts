import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { openAppStage } from '../../drill/app-stage.ts'
import { holdDrill } from '../../drill/drill.ts'
import { startApp } from '../app.ts'
import { childProcessHost } from '../browser/child-process.ts'
import { defaultModelsDir, samplePath, version } from '../installation.ts'

const TRIED = ['engine-sigsegv', 'engine-exit-zero', 'window-lost', 'main-sigkill']
const sample = samplePath() ?? assert.fail('the sample is there')
const stages = () => readdirSync(tmpdir()).filter(name => name.startsWith('holdfast-drill-'))

test('a drill inside a main kills what it can, says what it can’t, and leaves nothing behind', { timeout: 120_000 }, async () => {
	const before = stages()
	const host = childProcessHost('cli')
	const start = (dataDir: string) => startApp({ host, dataDir, modelsDir: defaultModelsDir, version, samplePath: sample, isDrill: true })
	const told: string[] = []
	const drill = await holdDrill(
		{ open: () => openAppStage({ start, samplePath: sample }), only: way => TRIED.includes(way.id) },
		now => told.push(now.state),
		new AbortController().signal
	)
	assert.deepEqual(
		drill.results.map(({ way, state, wordsLost }) => [way, state, wordsLost]),
		[
			['engine-sigsegv', 'passed', 0],
			['engine-exit-zero', 'passed', 0],
			['window-lost', 'passed', 0],
			['main-sigkill', 'skipped', null]
		],
		JSON.stringify(drill, null, 1)
	)
	assert.deepEqual([drill.state, told[0], told.at(-1)], ['passed', 'preparing', 'passed'])
	assert.deepEqual(stages(), before)
})

test('a drill that is stopped ends its Holdfast', { timeout: 60_000 }, async () => {
	const before = stages()
	const host = childProcessHost('cli')
	const start = (dataDir: string) => startApp({ host, dataDir, modelsDir: defaultModelsDir, version, samplePath: sample, isDrill: true })
	const end = new AbortController()
	const drill = await holdDrill(
		{ open: () => openAppStage({ start, samplePath: sample }) },
		now => now.state === 'running' && end.abort(),
		end.signal
	)
	assert.equal(drill.state, 'stopped')
	assert.deepEqual(stages(), before)
})
