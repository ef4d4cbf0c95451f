import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fillDisk, smallDisk } from '../native-bridge/journal/test-folder.ts'
import { DEFAULT_SETTINGS } from './contract/settings.ts'
import { SettingsFile } from './settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-settings-'))
const path = join(folder, 'settings.json')
test.after(() => rmSync(folder, { recursive: true }))

test('without a file the defaults hold', () => {
	assert.deepEqual(new SettingsFile(path).now, DEFAULT_SETTINGS)
})

test('what was chosen is there at the next start, beside what was not', () => {
	assert.deepEqual(new SettingsFile(path).change({ standby: 'off' }), { ok: true, value: { ...DEFAULT_SETTINGS, standby: 'off' } })
	assert.deepEqual(new SettingsFile(path).now, { ...DEFAULT_SETTINGS, standby: 'off' })
})

test('a choice that is not understood is the default and takes no other with it', () => {
	writeFileSync(path, JSON.stringify({ standby: 'sometimes', keepCrashesDays: 7 }))
	assert.deepEqual(new SettingsFile(path).now, { ...DEFAULT_SETTINGS, keepCrashesDays: 7 })
	for (const damaged of ['', 'null', '[]', '{"standby":']) {
		writeFileSync(path, damaged)
		assert.deepEqual(new SettingsFile(path).now, DEFAULT_SETTINGS, damaged)
	}
})

test('a report says of what is private only that it is set', () => {
	const settings = new SettingsFile(join(folder, 'strangers.json'))
	settings.change({
		proxy: 'http://me:secret@proxy.example:3128',
		modelMirror: 'https://me:secret@mirror.example/',
		watchFolder: '/home/me/Anna'
	})
	assert.doesNotMatch(JSON.stringify(settings.forStrangers()), /secret|Anna/)
	assert.deepEqual(settings.forStrangers(), { ...settings.now, proxy: 'set', modelMirror: 'set', watchFolder: 'set' })
	assert.equal(new SettingsFile(join(folder, 'nothing.json')).forStrangers().proxy, null)
})

test('a folder that can’t be written says so, and the choice holds until the end', () => {
	const settings = new SettingsFile(join(folder, 'missing', 'settings.json'))
	const changed = settings.change({ standby: 'on' })
	assert.equal(changed.ok ? null : changed.problem.code, 'settings-not-kept')
	assert.equal(settings.now.standby, 'on')
	assert.throws(() => readFileSync(join(folder, 'missing', 'settings.json')))
})

test('what a full disk refused is saved when there is room, and nothing half written stays', context => {
	const disk = smallDisk(context, 16)
	if (disk === null) return
	const path = join(disk, 'settings.json')
	const settings = new SettingsFile(path)
	settings.change({ keepCrashesDays: 7 })
	fillDisk(disk)
	assert.equal(settings.change({ standby: 'on' }).ok, false)
	settings.catchUp()
	assert.deepEqual(new SettingsFile(path).now, { ...DEFAULT_SETTINGS, keepCrashesDays: 7 })
	assert.deepEqual(readdirSync(disk).sort(), ['fill', 'settings.json'])
	rmSync(join(disk, 'fill'))
	settings.catchUp()
	assert.deepEqual(new SettingsFile(path).now, { ...DEFAULT_SETTINGS, keepCrashesDays: 7, standby: 'on' })
})
