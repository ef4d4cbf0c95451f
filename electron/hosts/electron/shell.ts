import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, globalShortcut, Menu, shell } from 'electron'
import type { Log } from '../../../native-bridge/log/log.ts'
import type { Problem } from '../../../native-bridge/protocol/problem.ts'
import type { Settings } from '../../contract/settings.ts'
import type { App } from '../app.ts'
import { version } from '../installation.ts'
import { activityOf, afterEvent } from './activity.ts'
import type { Desktop } from './desktop.ts'
import { developerActions } from './developer.ts'
import { dragOut } from './drag.ts'
import type { Language } from './language.ts'
import { setLoginItem } from './login-item.ts'
import { dockMenu, type MenuAction, menuBar } from './menu.ts'
import { settingsAddress } from './microphone-access.ts'
import { Notifier } from './notifier.ts'
import { pickFiles, pickFolder } from './pick-files.ts'
import { RecordKeys } from './record-keys.ts'
import { showOnIcon } from './taskbar.ts'
import { tasksOf } from './tasks.ts'
import { TrayIcon } from './tray.ts'
import { lookOf } from './tray-look.ts'

export interface ShellOptions {
	readonly holdfast: App
	readonly desktop: Desktop
	readonly language: Language
	readonly settings: Settings
	readonly dataDir: string
	readonly developer: boolean
	/** Adds files to be transcribed. */
	addFiles(paths: readonly string[]): void
	readonly log: Log
}

/** Progress comes with each second of audio: the taskbar and the tray follow this often, ms. */
const REDRAW_MS = 500

/** What Holdfast is outside of its window: menus, tray, taskbar, notifications, keys for the whole system, dragging out, starting at login. */
export async function openShell({ holdfast, desktop, language, settings, dataDir, developer, addFiles, log }: ShellOptions): Promise<void> {
	const { feed, handlers } = holdfast
	const { window } = desktop
	/** What there is to say before anybody listens. */
	let early: Problem[] | null = []
	const say = (problem: Problem | null) => {
		if (problem === null) return
		if (early) early.push(problem)
		else feed.emit({ type: 'notice', problem })
	}
	const list = await handlers['transcripts.list']({}, { id: 0 })
	let activity = activityOf(list.ok ? list.value : [])
	let notify = settings.notify

	const ask = (what: 'export' | 'settings' | 'shortcuts') => () => {
		desktop.comeForward()
		desktop.tell({ type: 'show', what })
	}
	const actions: Record<MenuAction, () => void> = {
		'toggle-recording': () => desktop.toggleRecording(),
		open: () => void pickFiles(window, join(dataDir, 'picked.json'), language.words).then(paths => paths.length > 0 && addFiles(paths)),
		export: ask('export'),
		settings: ask('settings'),
		shortcuts: ask('shortcuts'),
		library: () => show('#/'),
		crashes: () => show('#/crashes'),
		logs: () => void shell.openPath(join(dataDir, 'logs')),
		close: () => window.close(),
		quit: () => void desktop.quit(),
		show: () => desktop.comeForward(),
		...developerActions(desktop)
	}
	const act = (action: MenuAction) => {
		log.info({ action }, 'chosen')
		actions[action]()
	}
	function show(hash: string): void {
		desktop.comeForward()
		desktop.tell({ type: 'go', hash })
	}

	const keys = new RecordKeys(globalShortcut, () => act('toggle-recording'))
	const login = { app, platform: process.platform, env: process.env, home: homedir(), program: process.execPath }
	let atLogin: boolean | null = null
	function settle(now: Settings): void {
		notify = now.notify
		say(keys.set(now.recordKeys))
		// At the start only anew: the program may have been moved.
		const isNew = atLogin === null ? now.openAtLogin && app.isPackaged : now.openAtLogin !== atLogin
		atLogin = now.openAtLogin
		if (isNew) say(setLoginItem(now.openAtLogin, login))
	}

	const look = () => lookOf(desktop.recorder, activity.working.size, language.words)
	const tray = new TrayIcon(look(), language.words, act)
	/** What the menu bar was last made for. */
	let menuFor = ''
	let redraw: NodeJS.Timeout | null = null
	function draw(): void {
		redraw = null
		const { words } = language
		const now = look()
		const { isRecording } = now
		tray.show(now, words)
		const wanted = `${isRecording} ${words.locale}`
		if (wanted !== menuFor) {
			const { platform } = process
			Menu.setApplicationMenu(Menu.buildFromTemplate(menuBar({ platform, isRecording, developer }, words, act)))
			app.dock?.setMenu(Menu.buildFromTemplate(dockMenu(isRecording, words, act)))
			menuFor = wanted
		}
		showOnIcon(window, activity, now)
	}
	const changed = () => {
		redraw ??= setTimeout(draw, REDRAW_MS)
		redraw.unref()
	}

	const notifier = new Notifier({ words: () => language.words, isSilent: () => !notify || desktop.isInFront, open: show })
	feed.listen(({ event }) => {
		if (event.type === 'settings') settle(event.settings)
		const [next, one] = afterEvent(activity, event)
		if (next !== activity) changed()
		activity = next
		if (one !== null) notifier.add(one)
	})
	desktop.onRecorder(changed)
	// Kept by Windows over starts, and only for a program that is installed somewhere.
	const listTasks = () => {
		if (process.platform === 'win32' && app.isPackaged) app.setUserTasks(tasksOf(process.execPath, language.words))
	}
	language.onChange(() => {
		draw()
		listTasks()
	})
	desktop.onMessage(message => {
		switch (message.type) {
			case 'language': {
				// Its first words: from now on it hears.
				const waiting = early
				early = null
				for (const problem of waiting ?? []) say(problem)
				return language.set(message.locale)
			}
			case 'drag':
				return void dragOut(window.webContents, handlers, join(dataDir, 'cache/dragged'), message).then(say)
			case 'open-settings': {
				const address = settingsAddress(process.platform, message.page)
				return address === null ? undefined : void shell.openExternal(address)
			}
			case 'choose-watch-folder':
				return void pickFolder(window, 'watch', language.words).then(async watchFolder => {
					const set = watchFolder === null ? null : await handlers['settings.set']({ watchFolder }, { id: 0 })
					if (set && !set.ok) say(set.problem)
				})
			case 'choose-data-folder':
				return void pickFolder(window, 'move', language.words).then(async to => {
					const begun = to === null ? null : await handlers['folder.move']({ to }, { id: 0 })
					if (begun && !begun.ok) say(begun.problem)
				})
			case 'picked':
				for (const path of message.paths) app.addRecentDocument(path)
				return
			default:
				return message satisfies never
		}
	})
	app.setAboutPanelOptions({ applicationName: 'Holdfast', applicationVersion: version })
	settle(settings)
	draw()
	listTasks()
}
