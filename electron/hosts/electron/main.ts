/** Holdfast in Electron. Wiring only; the order of the calls before `ready` is what matters here. */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, crashReporter, dialog, powerSaveBlocker, protocol, session, utilityProcess } from 'electron'
import { openLog } from '../../../native-bridge/log/log.ts'
import { type App, startApp } from '../app.ts'
import { defaultDataDir, defaultModelsDir, defaultRendererDir, samplePath, version } from '../installation.ts'
import { readCommandLine } from './command-line.ts'
import { readHandedOver } from './handed-over.ts'
import { connectWindow } from './ipc.ts'
import { writeLastWords } from './last-words.ts'
import { guardNavigation } from './navigation.ts'
import { HOME, SCHEME } from './origin.ts'
import { servePages } from './pages.ts'
import { guardPermissions } from './permissions.ts'
import { preloadPath, workerPaths } from './program-files.ts'
import { quitInOrder } from './quit.ts'
import { relaunchOptions } from './relaunch.ts'
import { stayAwake } from './stay-awake.ts'
import { utilityProcessHost } from './utility-process.ts'
import { keepAlive, windowOptions } from './window.ts'

const line = readCommandLine(process.argv, { packaged: app.isPackaged, cwd: process.cwd() })
const dataDir = line.data ?? defaultDataDir()
const logsDir = join(dataDir, 'logs')
const host = utilityProcessHost({ app, utilityProcess }, workerPaths)

// By default Electron shows a dialog and goes on, in whatever state it is.
process.on('uncaughtException', error => {
	writeLastWords(logsDir, error)
	host.endAll()
	const again = relaunchOptions(line, process.env, Date.now())
	if (again) {
		app.releaseSingleInstanceLock()
		app.relaunch(again)
	} else {
		dialog.showErrorBox(
			'Holdfast can’t go on',
			`It failed several times in a row: ${error.message}. What you recorded is saved. The reason is in ${logsDir}; please report it.`
		)
	}
	app.exit(1)
})
process.on('unhandledRejection', reason => {
	throw reason
})

app.setName('Holdfast')
// Chromium's own files lie with ours: one data folder, one instance.
for (const [name, folder] of [
	['userData', 'chromium'],
	['crashDumps', 'crashes']
] as const) {
	mkdirSync(join(dataDir, folder), { recursive: true, mode: 0o700 })
	app.setPath(name, join(dataDir, folder))
}
// Before anything is forked: children learn of it when they start.
crashReporter.start({ uploadToServer: false, ignoreSystemCrashHandler: true, globalExtra: { run: randomUUID() } })
protocol.registerSchemesAsPrivileged([
	{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }
])

if (app.requestSingleInstanceLock({ files: line.files })) {
	// Not awaited at the top: `ready` waits for this module to be done.
	const open = app.whenReady().then(start)
	app.on('second-instance', (_event, _argv, _folder, handedOver) => {
		void open.then(opened => opened?.comeForward(readHandedOver(handedOver)))
	})
} else {
	// The other one has been given the files.
	app.exit(0)
}

async function start(): Promise<{ comeForward(files: readonly string[]): void } | null> {
	const started = await startApp({ host, dataDir, modelsDir: line.models ?? defaultModelsDir, version, samplePath: samplePath() })
	if (!started.ok) {
		dialog.showErrorBox('Holdfast can’t start', started.problem.text)
		app.exit(1)
		return null
	}
	const holdfast = started.value
	const log = openLog(logsDir, 'electron')
	quitInOrder(app, () => holdfast.stop())
	stayAwake(powerSaveBlocker, holdfast)
	app.on('window-all-closed', () => app.quit())

	const ours = session.defaultSession
	const pages = servePages({ root: line.renderer ?? defaultRendererDir, audioPath: id => holdfast.audioPath(id) })
	ours.protocol.handle(SCHEME, pages)
	ours.setSpellCheckerEnabled(false)
	guardPermissions(ours, (permission, url) => log.warn({ permission, url }, 'permission refused'))
	app.on('web-contents-created', (_event, contents) =>
		guardNavigation(contents, (what, url) => log.warn({ what, url }, 'navigation refused'))
	)

	const window = new BrowserWindow(windowOptions(preloadPath, ours))
	const reload = keepAlive(window.webContents, (reason, exitCode, next) => log.error({ reason, exitCode, next }, 'window gone'))
	connectWindow(window.webContents, holdfast.connect, {
		refused: (channel, from) => log.warn({ channel, from }, 'message refused'),
		cutOff: reload
	})
	window.once('ready-to-show', () => window.show())
	window.loadURL(HOME).catch((error: Error) => log.error({ error: error.message }, 'page not loaded'))
	await addFiles(holdfast, line.files)

	return {
		comeForward(files) {
			if (window.isMinimized()) window.restore()
			window.focus()
			void addFiles(holdfast, files)
		}
	}
}

async function addFiles({ handlers, feed }: App, paths: readonly string[]): Promise<void> {
	if (paths.length === 0) return
	const added = await handlers['files.add-paths']({ paths: [...paths] }, { id: 0 })
	if (!added.ok) feed.emit({ type: 'notice', problem: added.problem })
}
