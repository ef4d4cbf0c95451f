import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MenuItemConstructorOptions } from 'electron'
import { type MenuAction, menuBar, trayMenu } from './menu.ts'
import { wordsFor } from './messages/words.ts'

const state = { platform: 'linux', isRecording: false, developer: false } as const
const nothing = () => {}

function allOf(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
	return items.flatMap(item => [item, ...(Array.isArray(item.submenu) ? allOf(item.submenu) : [])])
}
const bar = (
	some: Partial<Parameters<typeof menuBar>[0]> = {},
	locale: 'en' | 'zh-CN' = 'en',
	act: (action: MenuAction) => void = nothing
) => menuBar({ ...state, ...some }, wordsFor(locale), act)

test('each system has the menus that it expects', () => {
	const titles = (platform: NodeJS.Platform) => bar({ platform }).map(menu => menu.label)
	assert.deepEqual(titles('darwin'), ['Holdfast', 'File', 'Edit', 'View', 'Window', 'Help'])
	assert.deepEqual(titles('win32'), ['File', 'Edit', 'View', 'Help'])
	assert.deepEqual(titles('linux'), titles('win32'))
	const roles = (platform: NodeJS.Platform) => allOf(bar({ platform })).map(item => item.role)
	for (const role of ['appMenu', 'services', 'hide', 'recentDocuments', 'windowMenu', 'front'] as const) {
		assert.ok(roles('darwin').includes(role), role)
		assert.ok(!roles('win32').includes(role), role)
	}
})

test('no key is taken twice, and none that the page has is registered', () => {
	for (const platform of ['darwin', 'win32', 'linux'] as const) {
		const items = allOf(bar({ platform, developer: true }))
		const keys = items.flatMap(item => item.accelerator ?? [])
		assert.deepEqual(keys, [...new Set(keys)], platform)
		for (const item of items)
			if (['CommandOrControl+R', 'CommandOrControl+O'].includes(item.accelerator ?? '')) assert.equal(item.registerAccelerator, false)
		// Roles bring keys of their own: Reload's is Record's.
		for (const role of ['reload', 'forceReload', 'quit', 'viewMenu', 'fileMenu'] as const)
			assert.ok(!items.some(item => item.role === role), role)
	}
})

test('every title is said in the language, also those that Electron would say itself', () => {
	for (const platform of ['darwin', 'win32'] as const)
		for (const item of allOf(bar({ platform, developer: true }, 'zh-CN')))
			if (item.type !== 'separator' && item.label !== 'Holdfast') assert.match(item.label ?? '', /[\u4e00-\u9fff]/)
})

test('recording is stopped where it was started, in the menu and in the tray', () => {
	for (const isRecording of [false, true]) {
		const label = isRecording ? 'Stop Recording' : 'Record'
		assert.ok(allOf(bar({ isRecording })).some(item => item.label === label))
		assert.ok(trayMenu('Holdfast', { ...state, isRecording }, wordsFor('en'), nothing).some(item => item.label === label))
	}
})

test('things are crashed only where a developer asked for it', () => {
	assert.ok(!bar().some(menu => menu.label === 'Developer'))
	const chosen: MenuAction[] = []
	const developer = bar({ developer: true }, 'en', action => chosen.push(action)).find(menu => menu.label === 'Developer')
	for (const item of allOf([developer ?? {}])) item.click?.(undefined as never, undefined, undefined as never)
	assert.deepEqual(chosen, ['reload', 'tools', 'crash-window', 'crash-recorder', 'crash-main', 'hang-main', 'throw-in-main'])
})
