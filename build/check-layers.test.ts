import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFile } from './check-layers.ts'
import { readImports } from './read-imports.ts'

function check(path: string, source: string, expected: readonly RegExp[]) {
	const walls = checkFile(path, source)
	assert.equal(walls.length, expected.length, walls.join('\n') || 'no wall was seen')
	for (const [i, pattern] of expected.entries()) assert.match(walls[i] ?? '', pattern)
}

test('a straight line down is free', () => {
	check('renderer/features/record/record-view.tsx', "import { recording } from '../../stores/recording.ts'\nexport const a = <p>x</p>", [])
	check('electron/ledger/jobs.ts', "import Database from 'better-sqlite3'\nimport type { Job } from '../contract/records.ts'", [])
	check('electron/hosts/app.ts', "import { openLedger } from '../ledger/open.ts'", [])
	check('native-bridge/worker/asr-main.ts', "import { sherpaOffline } from '../engines/sherpa-offline.ts'\nconst a = process.argv", [])
	check('electron/exports/srt.ts', "import type { Transcript } from '../contract/records.ts'", [])
})

test('a wall is named with its place and the way round', () => {
	check('renderer/stores/health.ts', "\nimport { openLedger } from '../../electron/ledger/open.ts'", [
		/^renderer\/stores\/health\.ts:2 imports .*: renderer\/stores does not import electron\/ledger\. .+\.$/
	])
	check('native-bridge/engines/x.ts', "import type { Job } from '../../electron/contract/records.ts'", [
		/does not import electron\/contract.*send a message/
	])
	check('native-bridge/engines/x.ts', "import { decode } from '../decode/pcm.ts'", [/does not import native-bridge\/decode/])
	check('electron/jobs/runner.ts', "export * from '../hosts/app.ts'", [/does not import electron\/hosts\/app\.ts/])
	check('renderer/features/health/health-view.tsx', "import { a } from '../crashes/exit-table.tsx'", [/Features never import each other/])
	check('renderer/api/client.ts', "import { a } from '../stores/health.ts'", [/does not import renderer\/stores/])
	check('build/bundle.ts', "const a = await import('../electron/contract/records.ts')", [/build does not import electron\/contract/])
})

test('what is handed in may be named as a type, not used', () => {
	check('electron/jobs/runner.ts', "import type { Ledger } from '../ledger/jobs.ts'", [])
	check('electron/jobs/runner.ts', "import { type Ledger } from '../ledger/jobs.ts'", [/may name its types/])
	check('electron/jobs/runner.ts', "import { ledger } from '../ledger/jobs.ts'", [/may name its types.*as an argument/])
})

test('native and platform packages stay where they belong, even as types', () => {
	check('electron/jobs/runner.ts', "import { app } from 'electron'", [/only electron\/hosts\/electron may/])
	check('electron/hosts/electron/main.ts', "import { app } from 'electron'", [])
	check('electron/jobs/runner.ts', "import type Database from 'better-sqlite3'", [/Only the ledger speaks SQL/])
	check('native-bridge/worker/asr-main.ts', "import sherpa from 'sherpa-onnx-node'", [/engine\.ts/])
	check('native-bridge/engines/x.ts', "import { Demuxer } from 'node-av/api'", [/decoder\.ts/])
	check('renderer/stores/health.ts', "import { create } from 'zustand'", [/zustand\/vanilla/])
	check('electron/contract/records.ts', "import * as v from 'valibot'\nimport { z } from 'zod'", [/:2 .*plain TypeScript with valibot/])
})

test('no Node where there is none', () => {
	check('electron/contract/records.ts', "import { join } from 'node:path'", [/also runs where there is no Node/])
	check('renderer/api/client.ts', "import { join } from 'path'", [/also runs where there is no Node/])
})

test('the environment is read by entries only', () => {
	check('electron/jobs/runner.ts', 'const a = process.env.HOME\nconst b = process.argv', [/:1 reads process\.env/, /:2 reads process\.env/])
	check('electron/models/download.ts', "import { env } from 'node:process'", [/:1 reads process\.env/])
	check('electron/hosts/browser/main.ts', 'const a = process.env.HOME', [])
	check('native-bridge/worker/breadcrumbs.ts', 'const a = process.env.HOME', [/reads process\.env/])
})

test('a test may reach beside and below what it tests, not above', () => {
	check(
		'electron/jobs/runner.test.ts',
		"import { openLedger } from '../ledger/open.ts'\nimport { writer } from '../../native-bridge/journal/writer.ts'",
		[]
	)
	check('native-bridge/engines/x.integration.test.ts', "import { decode } from '../decode/pcm.ts'", [])
	check('native-bridge/engines/x.test.ts', "import { job } from '../../electron/jobs/runner.ts'", [/does not import electron\/jobs/])
	check('electron/ledger/test-ledger.ts', "import { folder } from '../../native-bridge/journal/test-folder.ts'", [])
	check('electron/ledger/open.ts', "import { ledger } from './test-ledger.ts'", [/is for tests only/])
	check('renderer/api/feed.test.ts', "import assert from 'node:assert/strict'", [])
})

test('a file in no room is said', () => {
	check('electron.ts', '', [/lies in no room/])
})

test('imports are read with their kinds, lines and without queries', () => {
	const source = [
		"import type { A } from './a.ts'",
		"import { type B } from './b.ts'",
		"import './c.css'",
		"export type { D } from './d.ts'",
		"export { e } from './e.ts'",
		"import url from './f.ts?worker&url'",
		"type G = import('./g.ts').G",
		"const h = await import('./h.ts') // import './no.ts'",
		"const i = `import x from './no.ts'`"
	].join('\n')
	const found = readImports('x.ts', source).imports.map(({ specifier, line, isType }) => `${line} ${specifier}${isType ? ' type' : ''}`)
	assert.deepEqual(found.sort(), [
		'1 ./a.ts type',
		'2 ./b.ts',
		'3 ./c.css',
		'4 ./d.ts type',
		'5 ./e.ts',
		'6 ./f.ts',
		'7 ./g.ts type',
		'8 ./h.ts'
	])
})
