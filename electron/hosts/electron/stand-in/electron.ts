/** What `import … from 'electron'` gives under `register.ts`: see README.md. */
import { writeSync } from 'node:fs'
import type { CrashReporterStartOptions, CustomScheme, MessageBoxOptions, OpenDialogOptions } from 'electron'
import { app } from './app.ts'
import { called } from './trace.ts'

export { app } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { MessageChannelMain } from './message-channel.ts'
export { session } from './session.ts'
export { globalShortcut, Menu, Notification, nativeImage, powerMonitor, shell, systemPreferences, Tray } from './shell.ts'
export { utilityProcess } from './utility-process.ts'

export const crashReporter = {
	start(options: CrashReporterStartOptions): void {
		if (options.uploadToServer !== false && !options.submitURL) throw new Error('submitURL must be specified when uploadToServer is true')
		const { globalExtra, ...rest } = options
		called('crashReporter.start', { ...rest, globalExtra: Object.keys(globalExtra ?? {}) })
		process.env.CHROME_CRASHPAD_PIPE_NAME = 'stand-in'
	}
}

export const protocol = {
	registerSchemesAsPrivileged(schemes: readonly CustomScheme[]): void {
		if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
		called('protocol.registerSchemesAsPrivileged', schemes)
	}
}

/** Buttons that the user will press, one for each question. */
export const answers: number[] = []

/** Files that the user will pick, for each dialog. */
export const picks: (readonly string[])[] = []

export const dialog = {
	/** Blocks until it is closed; before `ready`, on Linux, it goes to stderr. Here always. */
	showErrorBox(title: string, content: string): void {
		called('dialog.showErrorBox', title)
		writeSync(2, `${title}: ${content}\n`)
	},
	/** The user presses what `answers` says, else what is chosen when they press Escape. */
	async showMessageBox(
		...given: readonly [window: unknown, MessageBoxOptions] | readonly [MessageBoxOptions]
	): Promise<{ response: number }> {
		const options = given.length === 1 ? given[0] : given[1]
		called('dialog.showMessageBox', options.message)
		return { response: answers.shift() ?? options.cancelId ?? 0 }
	},
	/** The user picks what `picks` says, else nothing. */
	async showOpenDialog(_window: unknown, options: OpenDialogOptions): Promise<{ canceled: boolean; filePaths: string[] }> {
		called('dialog.showOpenDialog', options.title, options.defaultPath)
		const filePaths = [...(picks.shift() ?? [])]
		return { canceled: filePaths.length === 0, filePaths }
	}
}

/** One screen, with a bar at its top. */
export const screen = {
	getAllDisplays: () => [{ workArea: { x: 0, y: 24, width: 1920, height: 1056 } }]
}

let blockers = 0

export const powerSaveBlocker = {
	start(type: string): number {
		called('powerSaveBlocker.start', type)
		return ++blockers
	},
	stop(id: number): boolean {
		called('powerSaveBlocker.stop', id)
		return true
	}
}

// Electron's additions to `process`: both write to an address that is not there, or never come back.
Object.assign(process, {
	crash: () => process.kill(process.pid, 'SIGSEGV'),
	hang: () => {
		for (;;);
	}
})
