/** Holdfast in Electron. Wiring only; the order of the calls before `ready` is what matters here. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app, crashReporter, dialog, MessageChannelMain, powerMonitor, powerSaveBlocker, protocol, session, utilityProcess } from 'electron'
import { openLog } from '../../../native-bridge/log/log.ts'
import type { Problem } from '../../../native-bridge/protocol/problem.ts'
import { DEFAULT_SETTINGS } from '../../contract/settings.ts'
import { placeOf, type Settled } from '../app/place.ts'
import { type App, startApp } from '../app.ts'
import { guardianLine } from '../browser/guarded.ts'
import { defaultDataDir, defaultModelsDir, defaultRendererDir, samplePath, version } from '../installation.ts'
import { APP_ID } from './app-id.ts'
import { watchHelpers } from './chromium-helpers.ts'
import { readCommandLine } from './command-line.ts'
import { openDesktop } from './desktop.ts'
import { drillInside } from './drill.ts'
import { GRAPHICS_OFF, GraphicsFile } from './graphics.ts'
import { standGuard } from './guardian.ts'
import { Language } from './language.ts'
import { writeLastWords } from './last-words.ts'
import { LINK_SCHEME } from './links.ts'
import { wordsFor } from './messages/words.ts'
import { guardNavigation } from './navigation.ts'
import { SCHEME } from './origin.ts'
import { Outside } from './outside.ts'
import { servePages } from './pages.ts'
import { workerPaths } from './program-files.ts'
import { libraryMissing } from './questions.ts'
import { quitInOrder, quitWithSystem } from './quit.ts'
import { againOptions, relaunchOptions } from './relaunch.ts'
import { openShell } from './shell.ts'
import { watchSleep } from './sleep.ts'
import { stayAwake } from './stay-awake.ts'
import { utilityProcessHost } from './utility-process.ts'

/** Crashpad moves a dump to its place after the process has ended; how long that takes is not known. */
const DUMP_MS = 5_000

const line = readCommandLine(process.argv, { packaged: app.isPackaged, cwd: process.cwd() })
/** Where we look first. */
const home = line.data ?? defaultDataDir()
const guardian = guardianLine()
// A move that waited for this start is finished before anything is opened; Chromium's own files move too. `ready` waits for it.
const place = line.guardian ? null : await placeOf(home, () => guardian.moving())
const dataDir = place?.ok ? place.value.library : home
const logsDir = join(dataDir, 'logs')
const crashesDir = join(dataDir, 'crashes')
const host = utilityProcessHost({ app, utilityProcess, MessageChannelMain }, workerPaths)
const graphics = new GraphicsFile(dataDir, process.versions.electron ?? '')
/** There when the system can be asked for its own. */
let language: Language | null = null
/** It ends to be started again. */
let comesBack = false

app.setName('Holdfast')
if (place === null) standGuard(app, home, process.execPath, { args: guarded(process.argv.slice(1)), again: guarded(line.again) })
else if (place.ok) begin(place.value)
else withoutLibrary(place.problem)

/** The command line of the process that a guardian watches. */
function guarded(args: readonly string[]): string[] {
	return [...process.execArgv, ...args.filter(arg => arg !== '--guardian')]
}

/** Everything that has to be done before `ready`. */
function begin(placed: Settled): void {
	// By default Electron shows a dialog and goes on, in whatever state it is.
	process.on('uncaughtException', dieOf)
	process.on('unhandledRejection', reason => {
		throw reason
	})
	// What we write is its owner's only, also in a folder that others may look into.
	process.umask(0o077)
	// Chromium's own files lie with ours: one data folder, one instance.
	for (const [name, folder] of [
		['userData', join(dataDir, 'chromium')],
		['crashDumps', crashesDir]
	] as const) {
		mkdirSync(folder, { recursive: true, mode: 0o700 })
		app.setPath(name, folder)
	}
	if (process.platform === 'win32') app.setAppUserModelId(APP_ID)
	if (process.platform === 'linux') app.setDesktopName(`${APP_ID}.desktop`)
	// Before anything is forked: children learn of it when they start.
	crashReporter.start({ uploadToServer: false, ignoreSystemCrashHandler: true, globalExtra: { run: randomUUID() } })
	if (graphics.startsWithout(Date.now())) app.disableHardwareAcceleration()
	protocol.registerSchemesAsPrivileged([
		{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }
	])
	const outside = new Outside(app, line)
	// The other one has been given what we were started with.
	if (!app.requestSingleInstanceLock({ files: line.files, links: line.links, record: line.record })) return void end(0)
	// Not awaited: `ready` waits for this module to be done.
	void app.whenReady().then(() => start(outside, placed))
}

/** Ends main over an exception that nobody caught. Whoever guards it starts it again; else it does so itself, within a limit. */
function dieOf(error: Error): void {
	writeLastWords(logsDir, error)
	host.endAll()
	const isGuarded = guardian.who !== null && process.connected
	const again = isGuarded ? null : relaunchOptions(line, process.env, Date.now())
	if (again) {
		app.releaseSingleInstanceLock()
		app.relaunch(again)
	} else if (!isGuarded) {
		const { t } = language?.words ?? wordsFor('en')
		dialog.showErrorBox(t('fatal.title'), t('fatal.text', { error: error.message, logs: logsDir }))
	}
	app.exit(1)
}

/** Ends by its own will: a guardian must not take it for a death. */
async function end(code: number): Promise<void> {
	await guardian.ending(comesBack ? 'again' : 'end')
	if (comesBack && guardian.who === null) app.relaunch(againOptions(line.again, process.env))
	app.exit(code)
}

/** There is no library where it was moved to, or nobody can tell where it is. Nothing is written to its place. */
function withoutLibrary(problem: Problem): void {
	app.setPath('userData', mkdtempSync(join(tmpdir(), 'holdfast-')))
	void app.whenReady().then(async () => {
		const { words } = new Language(join(home, 'language.json'), app.getPreferredSystemLanguages())
		const { path, file } = problem.facts
		if (typeof path !== 'string' || typeof file !== 'string') {
			dialog.showErrorBox(words.t('fatal.startTitle'), problem.text)
			return await end(1)
		}
		const { answers, ...question } = libraryMissing(path, words)
		const answer = answers[(await dialog.showMessageBox(question)).response]
		// What was moved stays where it is: `--data` and its folder open it.
		if (answer === 'empty') rmSync(file, { force: true })
		comesBack = answer === 'again' || answer === 'empty'
		await end(0)
	})
}

async function start(outside: Outside, { seat, release }: Settled): Promise<void> {
	language = new Language(join(dataDir, 'language.json'), app.getPreferredSystemLanguages())
	const here = {
		host,
		modelsDir: line.models ?? defaultModelsDir,
		version,
		samplePath: samplePath(),
		// Crashpad's: `completed` and `pending`, on Windows `reports`. What lies in `new` is still being written.
		dumps: { folders: ['completed', 'pending', 'reports'].map(name => join(crashesDir, name)), waitMs: DUMP_MS }
	}
	const restart = () => {
		comesBack = true
		app.quit()
	}
	const started = await startApp({ ...here, dataDir, place: { seat, restart }, guarded: guardian.who, ...drillInside(here) })
	release()
	if (!started.ok) {
		dialog.showErrorBox(language.words.t('fatal.startTitle'), started.problem.text)
		return await end(1)
	}
	const holdfast = started.value
	const log = openLog(logsDir, 'electron')
	stayAwake(powerSaveBlocker, holdfast)

	const ours = session.defaultSession
	const pages = servePages({
		root: line.renderer ?? defaultRendererDir,
		audioPath: id => holdfast.audioPath(id),
		film: id => holdfast.film(id),
		keptExport: id => holdfast.keptExport(id)
	})
	ours.protocol.handle(SCHEME, pages)
	ours.setSpellCheckerEnabled(false)
	app.on('web-contents-created', (_event, contents) =>
		guardNavigation(contents, (what, url) => log.warn({ what, url }, 'navigation refused'))
	)
	const unwatch = watchHelpers({
		app,
		platform: process.platform,
		gone: gone => {
			log.error(gone, 'helper gone')
			return holdfast.processGone(gone)
		},
		back: (exit, pid) => holdfast.processBack(exit, pid),
		graphicsDied: () => {
			if (graphics.died(Date.now())) holdfast.feed.emit({ type: 'notice', problem: GRAPHICS_OFF })
		}
	})
	const asked = await holdfast.handlers['settings.get']({}, { id: 0 })
	let settings = asked.ok ? asked.value : DEFAULT_SETTINGS
	holdfast.feed.listen(({ event }) => {
		if (event.type === 'settings') settings = event.settings
	})
	const desktop = openDesktop(holdfast, {
		session: ours,
		dataDir,
		language,
		// macOS says it itself: a program that is started at login gets no arguments there.
		hidden: line.hidden || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin),
		whenClosed: () => settings.whenClosed,
		log
	})
	watchSleep(powerMonitor, Date.now, ms => holdfast.slept(ms))
	quitInOrder(app, async () => {
		await guardian.ending(comesBack ? 'again' : 'end')
		if (comesBack && guardian.who === null) app.relaunch(againOptions(line.again, process.env))
		unwatch()
		await desktop.finishRecording()
		await holdfast.stop()
	})
	quitWithSystem(powerMonitor, app)
	guardian.onLost(() => holdfast.guardianLost())
	guardian.ready()
	const show = (hash: string) => desktop.tell({ type: 'go', hash })
	const files = (paths: readonly string[]) => void addFiles(holdfast, paths, show)
	const developer = line.developer || !app.isPackaged
	await openShell({ holdfast, desktop, language, settings, dataDir, developer, addFiles: files, log })
	if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
	outside.openWith({
		files,
		show,
		comeForward: () => desktop.comeForward(),
		record: () => desktop.record(),
		refused: link => log.warn({ link }, 'link refused')
	})
}

/** What can't be taken is a notice each; one that is here already is shown where it is. */
async function addFiles({ handlers, feed }: App, paths: readonly string[], show: (hash: string) => void): Promise<void> {
	const given = await handlers['files.add-paths']({ paths: [...paths] }, { id: 0 })
	const problems = given.ok ? given.value.problems : [given.problem]
	for (const problem of problems) feed.emit({ type: 'notice', problem })
	if (!given.ok) return
	const { added, duplicates } = given.value
	const [here] = duplicates
	if (added.length === 0 && here) show(`#/transcripts/${here.transcript}`)
	for (const path of paths) app.addRecentDocument(path)
}
