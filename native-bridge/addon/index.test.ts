import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { folderFor } from '../journal/test-folder.ts'

/** What a process that says it is something else is told. */
function installAs(folder: string, pretend: string): unknown {
	const index = pathToFileURL(join(import.meta.dirname, 'index.ts')).href
	const script = `${pretend}
		const { installCrashCapture } = await import('${index}')
		console.log(JSON.stringify(installCrashCapture({ folder: ${JSON.stringify(join(folder, 'dumps'))}, annotations: {} })))`
	const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
	assert.equal(stderr, '')
	return JSON.parse(stdout)
}

test('inside Electron, whose own capture does it, and on systems that are not Linux nothing is loaded and nothing written', context => {
	const folder = folderFor(context)
	const electron = `Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '45.4.1' } })`
	assert.deepEqual(installAs(folder, electron), { installed: false, why: 'Electron captures its crashes itself.' })
	assert.deepEqual(installAs(folder, `Object.defineProperty(process, 'platform', { value: 'darwin' })`), {
		installed: false,
		why: 'Outside Electron crashes are captured on Linux only, and this is darwin.'
	})
	assert.deepEqual(readdirSync(folder), [])
})

test('where the addon was not built, a sentence says how it is', {
	skip: process.platform !== 'linux' && 'It is built on Linux only.'
}, context => {
	// No such folder in dist/: as on a machine without a compiler.
	const unbuilt = installAs(folderFor(context), `Object.defineProperty(process, 'arch', { value: 'none' })`)
	const why = 'The crash capture was not built: `npm run build:addon` builds it, or says what is missing.'
	assert.deepEqual(unbuilt, { installed: false, why })
})
