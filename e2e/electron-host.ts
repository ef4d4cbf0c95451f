/** Holdfast in a real Electron, for the specs that run in either host. Where there is none, nothing in here is used: see `build/test.mjs`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, type Page } from 'playwright/test'
import type { PageBridge } from '../electron/hosts/electron/stand-in/run-main.ts'
import { ApiClient, type Line } from './api-client.ts'
import type { RunningHost } from './host.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The program, when specs are to run in Electron; and ours for it, unless that is packed into the program. */
export const ELECTRON: { readonly program: string; readonly main: string | null } | null = process.env.HOLDFAST_ELECTRON
	? {
			program: process.env.HOLDFAST_ELECTRON,
			main: process.env.HOLDFAST_E2E_HOST === 'packed' ? null : join(root, 'dist/electron/main.mjs')
		}
	: null

export interface RunningElectron extends RunningHost {
	readonly app: ElectronApplication
	/** The window that the user sees. */
	readonly page: Page
}

/** What a spec that only Electron can run says where there is none. */
export const NO_ELECTRON = 'There is no Electron runtime here. `HOLDFAST_E2E_HOST=electron npm test -- e2e` runs this where there is one.'

/** `args`: Chromium's switches. They go on the command line, since `appendSwitch` would write their values in small letters. */
export async function startElectron(
	options: { args?: readonly string[]; env?: NodeJS.ProcessEnv; dataDir?: string } = {}
): Promise<RunningElectron> {
	if (ELECTRON === null) throw new Error(NO_ELECTRON)
	const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'holdfast-electron-e2e-'))
	const app = await _electron.launch({
		executablePath: ELECTRON.program,
		args: [...(options.args ?? []), ...(ELECTRON.main === null ? [] : [ELECTRON.main]), '--data', dataDir],
		cwd: root,
		env: { ...process.env, ...options.env } as Record<string, string>,
		// Else a fault of the sandbox would stay hidden; root can't have one.
		chromiumSandbox: process.getuid?.() !== 0
	})
	let stderr = ''
	app.process().stderr?.on('data', text => {
		stderr += text
	})
	const isWindow = (page: Page) => page.url().includes('index.html') || new URL(page.url()).pathname === '/'
	let page = app.windows().find(isWindow)
	while (page === undefined) {
		const next = await app.waitForEvent('window')
		await next.waitForLoadState()
		if (isWindow(next)) page = next
	}
	const window = page
	const gone = new Promise<void>(resolve => app.once('close', () => resolve()))
	return {
		app,
		page: window,
		dataDir,
		address: window.url(),
		pid: app.process().pid ?? 0,
		stderr: () => stderr,
		connect: async () => ApiClient.over(await bridgeLine(window, gone)),
		connectAgain: async () => ApiClient.over(await bridgeLine(window, gone)),
		kill: async signal => {
			app.process().kill(signal)
			await gone
		},
		stop: async () => {
			await app.close()
			if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true })
		}
	}
}

let lines = 0

/** Through the page's own bridge: main knows one window, and hears what the page says and what the test says as one. */
async function bridgeLine(page: Page, gone: Promise<void>): Promise<Line> {
	const name = `hearHoldfast${++lines}`
	const early: unknown[] = []
	let hear = (message: unknown): void => {
		early.push(message)
	}
	await page.exposeFunction(name, (message: unknown) => hear(message))
	await page.evaluate(name => {
		const { holdfast, [name]: tell } = globalThis as unknown as { holdfast: PageBridge } & Record<string, (message: unknown) => void>
		holdfast.onMessage(message => tell?.(message))
	}, name)
	const { promise, resolve } = Promise.withResolvers<void>()
	return {
		closed: Promise.race([gone, promise]),
		firstRequest: lines * 1_000_000,
		send: message =>
			void page.evaluate(message => (globalThis as unknown as { holdfast: PageBridge }).holdfast.send(message as never), message),
		sendAudio: frame =>
			void page.evaluate(
				bytes => (globalThis as unknown as { holdfast: PageBridge }).holdfast.sendAudio(Uint8Array.from(bytes)),
				[...frame]
			),
		listen: listener => {
			hear = listener
			for (const message of early.splice(0)) listener(message)
		},
		fetch: async (path, init = {}) => {
			if (init.method !== undefined) throw new Error('In Electron files come by their paths, not as uploads.')
			const { status, headers, body } = await page.evaluate(
				async ({ path, headers }) => {
					const response = await fetch(path, { headers })
					return { status: response.status, headers: [...response.headers], body: [...new Uint8Array(await response.arrayBuffer())] }
				},
				{ path, headers: (init.headers ?? {}) as Record<string, string> }
			)
			return new Response(Uint8Array.from(body), { status, headers })
		},
		close: resolve
	}
}
