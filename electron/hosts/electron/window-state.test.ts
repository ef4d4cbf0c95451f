import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { addressOf, keepWindowState, placeOnScreens, readWindowState, type WindowState } from './window-state.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-window-'))
after(() => rmSync(folder, { recursive: true }))
const state: WindowState = { x: 40, y: 50, width: 900, height: 700, maximized: false, fullScreen: false, place: '#/crashes' }
const screen = { x: 0, y: 0, width: 1920, height: 1080 }

const places: readonly [what: string, state: WindowState | null, expected: object][] = [
	['never opened before: as it likes', null, {}],
	['as it was left', state, { x: 40, y: 50, width: 900, height: 700 }],
	['half off the screen: as it was left', { ...state, x: -800 }, { x: -800, y: 50, width: 900, height: 700 }],
	['on a screen that is gone: its size only', { ...state, x: 2_500 }, { width: 900, height: 700 }],
	['above the screen: its size only', { ...state, y: -690 }, { width: 900, height: 700 }]
]
for (const [what, left, expected] of places) test(what, () => assert.deepEqual(placeOnScreens(left, [screen]), expected))

test('what was shown is shown again', () => {
	assert.equal(addressOf(state), 'app://holdfast/#/crashes')
	assert.equal(addressOf(null), 'app://holdfast/')
})

test('the state outlives the window, but not what stood in for a page that died', () => {
	const path = join(folder, 'window.json')
	const contents = Object.assign(new EventEmitter(), { url: 'app://holdfast/#/transcripts/0b5c', getURL: () => contents.url })
	const window = Object.assign(new EventEmitter(), {
		webContents: contents,
		getNormalBounds: () => ({ x: 1, y: 2, width: 300, height: 200 }),
		isMaximized: () => true,
		isFullScreen: () => false,
		isDestroyed: () => false
	})
	keepWindowState(window, path)
	window.emit('close')
	const kept = { x: 1, y: 2, width: 300, height: 200, maximized: true, fullScreen: false, place: '#/transcripts/0b5c' }
	assert.deepEqual(readWindowState(path), kept)
	contents.url = 'data:text/html,gone'
	window.emit('close')
	assert.deepEqual(readWindowState(path), kept)
})

test('a file that somebody else wrote is not obeyed', () => {
	const path = join(folder, 'strange.json')
	for (const strange of ['', '{}', JSON.stringify({ ...state, place: '#/../x" onload=' }), JSON.stringify({ ...state, width: -1 })]) {
		writeFileSync(path, strange)
		assert.equal(readWindowState(path), null)
	}
})
