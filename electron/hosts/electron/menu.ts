import type { MenuItemConstructorOptions } from 'electron'
import type { Words } from './messages/words.ts'

/** What a menu depends on. */
export interface MenuState {
	readonly platform: NodeJS.Platform
	readonly isRecording: boolean
	/** Show the menu with which things are crashed. */
	readonly developer: boolean
}

/** What can be chosen in menus and in the tray, beside what Electron itself does by a `role`. */
export type MenuAction =
	| 'toggle-recording'
	| 'open'
	| 'export'
	| 'settings'
	| 'shortcuts'
	| 'library'
	| 'crashes'
	| 'logs'
	| 'close'
	| 'quit'
	| 'show'
	| DeveloperAction

export type DeveloperAction = 'reload' | 'tools' | 'crash-window' | 'crash-recorder' | 'crash-main' | 'hang-main' | 'throw-in-main'

type Do = (action: MenuAction) => void
type Item = MenuItemConstructorOptions

const SEPARATOR: Item = { type: 'separator' }

/**
 * The menu bar. Keys that the page itself obeys are only displayed (`registerAccelerator`), or they would act twice; macOS knows no such
 * thing, but gives a key to the page first and to the menu only when the page does not take it.
 *
 * There is no Reload on the usual keys: Ctrl+R records. Quitting is no `role`: while something is recorded it is asked.
 */
export function menuBar({ platform, isRecording, developer }: MenuState, { t }: Words, act: Do): Item[] {
	const mac = platform === 'darwin'
	const item = (label: string, action: MenuAction, more: Item = {}): Item => ({ label, click: () => act(action), ...more })
	const ofPage = (accelerator: string): Item => ({ accelerator, registerAccelerator: false })
	const quit = item(t(mac ? 'menu.quit' : 'menu.exit'), 'quit', { accelerator: mac ? 'Command+Q' : 'Control+Q' })
	const settings = item(t('menu.settings'), 'settings', { accelerator: 'CommandOrControl+,' })
	const about: Item = { label: t('menu.about'), role: 'about' }

	const application: Item = {
		label: 'Holdfast',
		role: 'appMenu',
		submenu: [
			about,
			SEPARATOR,
			settings,
			SEPARATOR,
			{ label: t('menu.services'), role: 'services' },
			SEPARATOR,
			{ label: t('menu.hide'), role: 'hide' },
			{ label: t('menu.hideOthers'), role: 'hideOthers' },
			{ label: t('menu.unhide'), role: 'unhide' },
			SEPARATOR,
			quit
		]
	}
	const recent: Item = {
		label: t('menu.recent'),
		role: 'recentDocuments',
		submenu: [{ label: t('menu.clearRecent'), role: 'clearRecentDocuments' }]
	}
	const file: Item = {
		label: t('menu.file'),
		submenu: [
			item(t(isRecording ? 'menu.stop' : 'menu.record'), 'toggle-recording', ofPage('CommandOrControl+R')),
			SEPARATOR,
			// The page's own dialog can't remember a folder over starts.
			item(t('menu.open'), 'open', ofPage('CommandOrControl+O')),
			...(mac ? [recent] : []),
			SEPARATOR,
			item(t('menu.export'), 'export'),
			SEPARATOR,
			item(t('menu.close'), 'close', { accelerator: 'CommandOrControl+W' }),
			...(mac ? [] : [SEPARATOR, settings, SEPARATOR, quit])
		]
	}
	const edit: Item = {
		label: t('menu.edit'),
		role: 'editMenu',
		submenu: [
			{ label: t('menu.undo'), role: 'undo' },
			{ label: t('menu.redo'), role: 'redo' },
			SEPARATOR,
			{ label: t('menu.cut'), role: 'cut' },
			{ label: t('menu.copy'), role: 'copy' },
			{ label: t('menu.paste'), role: 'paste' },
			{ label: t('menu.selectAll'), role: 'selectAll' }
		]
	}
	const view: Item = {
		label: t('menu.view'),
		submenu: [
			item(t('menu.library'), 'library'),
			item(t('menu.crashes'), 'crashes'),
			SEPARATOR,
			{ label: t('menu.actualSize'), role: 'resetZoom' },
			{ label: t('menu.zoomIn'), role: 'zoomIn' },
			{ label: t('menu.zoomOut'), role: 'zoomOut' },
			SEPARATOR,
			{ label: t('menu.fullScreen'), role: 'togglefullscreen' }
		]
	}
	const window: Item = {
		label: t('menu.window'),
		role: 'windowMenu',
		submenu: [
			{ label: t('menu.minimize'), role: 'minimize' },
			{ label: t('menu.zoom'), role: 'zoom' },
			SEPARATOR,
			{ label: t('menu.front'), role: 'front' }
		]
	}
	const help: Item = {
		label: t('menu.help'),
		role: 'help',
		submenu: [item(t('menu.shortcuts'), 'shortcuts'), item(t('menu.logs'), 'logs'), ...(mac ? [] : [SEPARATOR, about])]
	}
	const crashing: Item = {
		label: t('menu.developer'),
		submenu: [
			item(t('menu.reload'), 'reload'),
			item(t('menu.tools'), 'tools', { accelerator: mac ? 'Alt+Command+I' : 'Control+Shift+I' }),
			SEPARATOR,
			item(t('menu.crashWindow'), 'crash-window'),
			item(t('menu.crashRecorder'), 'crash-recorder'),
			SEPARATOR,
			item(t('menu.crashMain'), 'crash-main'),
			item(t('menu.hangMain'), 'hang-main'),
			item(t('menu.throwInMain'), 'throw-in-main')
		]
	}
	return [...(mac ? [application] : []), file, edit, view, ...(mac ? [window] : []), ...(developer ? [crashing] : []), help]
}

/** The tray's menu. `status`: what is going on, which is not to be chosen. */
export function trayMenu(status: string, { platform, isRecording }: Omit<MenuState, 'developer'>, { t }: Words, act: Do): Item[] {
	const item = (label: string, action: MenuAction): Item => ({ label, click: () => act(action) })
	return [
		{ label: status, enabled: false },
		SEPARATOR,
		item(t(isRecording ? 'menu.stop' : 'menu.record'), 'toggle-recording'),
		item(t('tray.show'), 'show'),
		SEPARATOR,
		item(t(platform === 'darwin' ? 'menu.quit' : 'menu.exit'), 'quit')
	]
}

/** Below macOS's own items in the Dock. */
export function dockMenu(isRecording: boolean, { t }: Words, act: Do): Item[] {
	return [
		{ label: t(isRecording ? 'menu.stop' : 'menu.record'), click: () => act('toggle-recording') },
		{ label: t('menu.open'), click: () => act('open') }
	]
}
