/**
 * Electron's two pages, the window and the one that records, in a real Chromium, with the Electron host's main behind them: it runs under
 * the stand-in, and what Electron's IPC would carry is carried by the test.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, test as base, chromium, type Page } from 'playwright/test'
import * as v from 'valibot'
import { RunningMain, type WindowName } from '../electron/hosts/electron/stand-in/run-main.ts'
import { switches } from './window.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const PATH: Readonly<Record<WindowName, string>> = { window: '/', recorder: '/recorder.html' }

export interface ElectronPages {
	readonly main: RunningMain
	page(name: WindowName): Page
	/** Ends the page's process; resolves when main has had it loaded anew and it listens. */
	crash(name: WindowName): Promise<void>
}

/** Errors in a page fail the test. */
export async function openElectronPages(microphone: string, use: (pages: ElectronPages) => Promise<void>): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-e2e-electron-'))
	const main = new RunningMain(join(root, 'electron/hosts/electron/main.ts'), ['--data', join(folder, 'data')])
	const executablePath = process.env.HOLDFAST_CHROMIUM
	const browser = await chromium.launch({
		...(executablePath ? { executablePath } : {}),
		args: switches(microphone),
		// Else dumps of our crashes would lie among those of the user's own browser.
		env: { ...process.env, BREAKPAD_DUMP_LOCATION: join(folder, 'dumps') }
	})
	const server = await servePages(main)
	const errors: string[] = []
	const open = new Map<WindowName, Page>()
	const ended = new AbortController()
	try {
		for (const name of ['window', 'recorder'] as const)
			open.set(name, await openPage(browser, main, server.origin, name, errors, ended.signal))
		await use({
			main,
			page: name => {
				const page = open.get(name)
				if (!page) throw new Error(`There is no ${name}.`)
				return page
			},
			async crash(name) {
				const dead = open.get(name)
				if (!dead) throw new Error(`There is no ${name}.`)
				const session = await dead.context().newCDPSession(dead)
				const crashed = dead.waitForEvent('crash')
				void session.send('Page.crash').catch(() => {})
				await crashed
				await main.order({ do: 'crash-page', in: name, reason: 'crashed' })
				open.set(name, await openPage(browser, main, server.origin, name, errors, ended.signal))
			}
		})
		base.expect(errors, 'no exception in a page').toEqual([])
	} finally {
		ended.abort()
		await browser.close()
		server.close()
		main.process.kill('SIGKILL')
		await main.ended
		rmSync(folder, { recursive: true, force: true })
	}
}

interface Bridge {
	sendToMain(kind: 'send' | 'send-audio' | 'send-recorder' | 'send-desktop', payload: unknown): Promise<void>
	hear: { main?: (message: unknown) => void; other?: (message: unknown) => void; desktop?: (message: unknown) => void }
	holdfast: unknown
}

/** Each file as the Electron host serves it, with its headers. On loopback: a secure context, as Electron's own scheme is one. */
async function servePages(main: RunningMain): Promise<{ origin: string; close(): void }> {
	const server = createServer((request, response) => {
		void main.order({ do: 'fetch', url: `app://holdfast${request.url}` }).then(fetched => {
			const { status, headers, base64 } = v.parse(Fetched, fetched)
			response.writeHead(status, headers).end(Buffer.from(base64, 'base64'))
		})
	})
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
	return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

const Fetched = v.object({ status: v.number(), headers: v.record(v.string(), v.string()), base64: v.string() })

async function openPage(
	browser: Browser,
	main: RunningMain,
	origin: string,
	name: WindowName,
	errors: string[],
	ended: AbortSignal
): Promise<Page> {
	await main.page(name)
	const fromMain = name === 'window' ? main.heard : main.heardByRecorder
	const fromOther = main.relayed[name]
	const fromDesktop = name === 'window' ? main.desktop : []
	let heard = { main: fromMain.length, other: fromOther.length, desktop: fromDesktop.length }

	const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 820 }, permissions: ['microphone'] })
	const page = await context.newPage()
	page.on('pageerror', error => errors.push(`${name}: ${error}`))
	await page.exposeFunction('sendToMain', async (kind: 'send' | 'send-audio' | 'send-recorder' | 'send-desktop', payload: never) => {
		if (kind === 'send-audio') await main.order({ do: kind, in: name, base64: payload })
		else await main.order({ do: kind, in: name, message: payload })
	})
	await page.addInitScript(() => {
		const world = globalThis as unknown as Bridge
		world.hear = {}
		world.holdfast = {
			send: (message: unknown) => void world.sendToMain('send', message),
			sendAudio: (frame: Uint8Array) => void world.sendToMain('send-audio', btoa(String.fromCharCode(...frame))),
			onMessage: (listener: (message: unknown) => void) => {
				world.hear.main = listener
			},
			sendRecorder: (message: unknown) => void world.sendToMain('send-recorder', message),
			onRecorder: (listener: (message: unknown) => void) => {
				world.hear.other = listener
			},
			sendDesktop: (message: unknown) => void world.sendToMain('send-desktop', message),
			onDesktop: (listener: (message: unknown) => void) => {
				world.hear.desktop = listener
			},
			pathsOf: () => []
		}
	})
	await page.goto(`${origin}${PATH[name]}`)

	const pump = async () => {
		while (!ended.aborted && !page.isClosed()) {
			const news = {
				main: fromMain.slice(heard.main),
				other: fromOther.slice(heard.other),
				desktop: fromDesktop.slice(heard.desktop)
			}
			heard = { main: fromMain.length, other: fromOther.length, desktop: fromDesktop.length }
			if (news.main.length + news.other.length + news.desktop.length > 0)
				await page.evaluate(({ main, other, desktop }) => {
					const { hear } = globalThis as unknown as Bridge
					for (const message of main) hear.main?.(message)
					for (const message of other) hear.other?.(message)
					for (const message of desktop) hear.desktop?.(message)
				}, news)
			await new Promise(resolve => setTimeout(resolve, 20))
		}
	}
	// A page that crashes takes what it was about to hear with it.
	void pump().catch(() => {})
	return page
}
