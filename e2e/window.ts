import { test as base, chromium, type Page } from 'playwright/test'
import { type RunningHost, startHost } from './host.ts'
import type { SoundServer } from './sound-server.ts'

export interface Window {
	readonly page: Page
	readonly host: RunningHost
}

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

/**
 * A window of a freshly started Holdfast, in a real Chromium. `microphone`: the WAV it plays, or null when the page shall be refused; `sound`:
 * whose devices it has instead, all of them allowed; `more` switches. Errors in the page fail the test.
 */
export async function openWindow<T>(
	options: { microphone?: string | null; sound?: SoundServer; host?: RunningHost; locale?: string; more?: readonly string[] },
	use: (window: Window) => Promise<T>
): Promise<T> {
	const host = options.host ?? (await startHost())
	const executablePath = process.env.HOLDFAST_CHROMIUM
	const { sound } = options
	const browser = await chromium.launch({
		...(executablePath ? { executablePath } : {}),
		args: [...(sound ? [...PLAIN, '--use-fake-ui-for-media-stream'] : switches(options.microphone ?? null)), ...(options.more ?? [])],
		...(sound ? { env: { ...process.env, ...sound.env } } : {})
	})
	try {
		const page = await browser.newPage({ locale: options.locale ?? 'en-US', viewport: { width: 1280, height: 820 } })
		const errors: string[] = []
		page.on('pageerror', error => errors.push(String(error)))
		await page.goto(host.address)
		const result = await use({ page, host })
		base.expect(errors, 'no exception in the page').toEqual([])
		return result
	} finally {
		await browser.close()
		if (!options.host) await host.stop()
	}
}
