import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { readCommandLine } from './command-line.ts'
import { readHandedOver } from './handed-over.ts'
import { relaunchOptions } from './relaunch.ts'

const cwd = resolve('/somewhere')
const nothing = {
	data: null,
	models: null,
	renderer: null,
	guardian: false,
	hidden: false,
	developer: false,
	record: false,
	files: [],
	links: [],
	relaunched: [],
	again: []
}

test('unpackaged, the first argument is our own program', () => {
	assert.deepEqual(readCommandLine(['electron', 'main.mjs'], { packaged: false, cwd }), { ...nothing, again: ['main.mjs'] })
})

test('packaged, it is a file to transcribe', () => {
	const { files } = readCommandLine(['holdfast', 'talk.mp3'], { packaged: true, cwd })
	assert.deepEqual(files, [resolve(cwd, 'talk.mp3')])
})

test('folders and files are found among Chromium’s switches', () => {
	const line = readCommandLine(
		[
			'electron',
			'--no-sandbox',
			'--inspect=0',
			'main.mjs',
			'--data',
			'd',
			'--models=m',
			'--renderer',
			'r',
			'a.wav',
			'--enable-x',
			'/b.wav'
		],
		{ packaged: false, cwd }
	)
	assert.deepEqual(line, {
		...nothing,
		data: 'd',
		models: 'm',
		renderer: 'r',
		files: [resolve(cwd, 'a.wav'), resolve('/b.wav')],
		again: ['--no-sandbox', '--inspect=0', 'main.mjs', '--data', 'd', '--models=m', '--renderer', 'r', '--enable-x']
	})
})

test('a guardian is asked for by name', () => {
	assert.equal(readCommandLine(['holdfast', '--guardian', 'a.wav'], { packaged: true, cwd }).guardian, true)
})

test('a link is no file', () => {
	const { files, links } = readCommandLine(['holdfast', 'holdfast://crashes', 'a.wav'], { packaged: true, cwd })
	assert.deepEqual([files, links], [[resolve(cwd, 'a.wav')], ['holdfast://crashes']])
})

test('hidden is for one start only', () => {
	const { hidden, again } = readCommandLine(['holdfast', '--hidden', '--data', 'd'], { packaged: true, cwd })
	assert.deepEqual([hidden, again], [true, ['--data', 'd']])
})

test('to record is for one start only, and no link can have it done', () => {
	const { record, again } = readCommandLine(['holdfast', '--record', '--data', 'd'], { packaged: true, cwd })
	assert.deepEqual([record, again], [true, ['--data', 'd']])
	assert.equal(readCommandLine(['holdfast', 'holdfast://crashes', '--record'], { packaged: true, cwd }).record, false)
})

test('a folder without a name is as if not said', () => {
	assert.equal(readCommandLine(['electron', 'main.mjs', '--data'], { packaged: false, cwd }).data, null)
})

test('started again, it gets the same but for the files, which it has already', () => {
	const line = readCommandLine(['holdfast', '--data', 'd', 'a.wav', '--relaunched=1000,x,2000'], { packaged: true, cwd })
	assert.deepEqual(relaunchOptions(line, {}, 3_000), { args: ['--data', 'd', '--relaunched=1000,2000,3000'] })
})

test('after three times in five minutes it is not started again', () => {
	const line = { again: [], relaunched: [10_000, 20_000, 30_000] }
	assert.equal(relaunchOptions(line, {}, 40_000), null)
	assert.deepEqual(relaunchOptions(line, {}, 320_001), { args: ['--relaunched=30000,320001'] })
})

test('an AppImage and a portable program start the file they came in', () => {
	const line = { again: [], relaunched: [] }
	assert.deepEqual(relaunchOptions(line, { APPIMAGE: '/h.AppImage' }, 5), {
		execPath: '/h.AppImage',
		args: ['--appimage-extract-and-run', '--relaunched=5']
	})
	assert.deepEqual(relaunchOptions(line, { PORTABLE_EXECUTABLE_FILE: 'h.exe' }, 5), { execPath: 'h.exe', args: ['--relaunched=5'] })
})

test('only whole paths are taken over from a second start, and nothing else', () => {
	const path = resolve('/a.wav')
	const link = 'holdfast://crashes'
	assert.deepEqual(readHandedOver({ files: [path, 'b.wav'], links: [link], record: true }), { files: [path], links: [link], record: true })
	for (const wrong of [
		null,
		undefined,
		'x',
		[path],
		{ files: path, links: [] },
		{ files: [1], links: [] },
		{ files: [path] },
		{ files: [], links: [], record: 1 }
	])
		assert.deepEqual(readHandedOver(wrong), { files: [], links: [], record: false })
})
