import { test as base, chromium, type Page } from 'playwright/test'
import { ELECTRON, startElectron } from './electron-host.ts'
import { type RunningHost, startHost } from './host.ts'
import type { SoundServer } from './sound-server.ts'

export interface Window {
	readonly page: Page
	readonly host: RunningHost
}

/** A busy machine takes its time. */
const PATIENCE_MS = 30_000

/** Quiet on the network. */
const PLAIN = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
	'--autoplay-policy=no-user-gesture-required'
]

/** What Chromium is started with: a microphone that plays a WAV once, or null when the page shall be refused. */
export function switches(microphone: string | null): string[] {
	return [
		...PLAIN,
		'--use-fake-device-for-media-stream',
		...(microphone === null ? [] : ['--use-fake-ui-for-media-stream', `--use-file-for-fake-audio-capture=${microphone}%noloop`])
	]
}

export interface WindowOptions {
	/** The WAV that the microphone plays, or null when the page shall be refused. */
	readonly microphone?: string | null
	/** Whose devices it has instead. All are allowed, unless it `asks`. */
	readonly sound?: SoundServer
	readonly asks?: boolean
	readonly host?: RunningHost
	readonly locale?: string
	/** Switches of Chromium. */
	readonly more?: readonly string[]
}

/**
 * A window of a freshly started Holdfast, in a real Chromium, or in a real Electron where specs are run there. Errors in its pages fail the test.
 */
export async function openWindow<T>(options: WindowOptions, use: (window: Window) => Promise<T>): Promise<T> {
	if (ELECTRON !== null) return await openInElectron(options, use)
	const host = options.host ?? (await startHost())
	const executablePath = process.env.HOLDFAST_CHROMIUM
	const { sound } = options
	const browser = await chromium.launch({
		...(executablePath ? { executablePath } : {}),
		// Else what a tab plays can't be recorded either.
		...(sound ? { ignoreDefaultArgs: ['--mute-audio'] } : {}),
		args: [
			...(sound ? [...PLAIN, ...(options.asks ? [] : ['--use-fake-ui-for-media-stream'])] : switches(options.microphone ?? null)),
			...(options.more ?? [])
		],
		...(sound ? { env: { ...process.env, ...sound.env } } : {})
	})
	try {
		const context = await browser.newContext({ locale: options.locale ?? 'en-US', viewport: { width: 1280, height: 820 } })
		// What can't be pressed is named, instead of the test's time being up.
		context.setDefaultTimeout(PATIENCE_MS)
		const errors: string[] = []
		context.on('weberror', error => errors.push(String(error.error())))
		const page = await context.newPage()
		await page.goto(host.address)
		const result = await use({ page, host })
		base.expect(errors, 'no exception in the page').toEqual([])
		return result
	} finally {
		await browser.close()
		if (!options.host) await host.stop()
	}
}

async function openInElectron<T>(options: WindowOptions, use: (window: Window) => Promise<T>): Promise<T> {
	base.skip(options.host !== undefined, 'It starts a browser host of its own, and several after each other.')
	base.skip(options.asks === true, 'Who may record is decided by Electron’s own handlers, which have tests of their own.')
	const { sound, locale = 'en-US' } = options
	const host = await startElectron({
		args: [
			...(sound ? ['--use-fake-ui-for-media-stream'] : switches(options.microphone ?? null).filter(each => each !== '--no-sandbox')),
			`--lang=${locale}`,
			...(options.more ?? [])
		],
		...(sound ? { env: sound.env } : {})
	})
	try {
		const errors: string[] = []
		host.app.context().on('weberror', error => errors.push(String(error.error())))
		host.app.context().setDefaultTimeout(PATIENCE_MS)
		const result = await use({ page: host.page, host })
		base.expect(errors, 'no exception in the page').toEqual([])
		return result
	} finally {
		await host.stop()
	}
}
