import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DrillClient } from './client.ts'
import { writeSpeech } from './speech.ts'
import type { Stage } from './stage.ts'
import { webSocketLine } from './web-socket-line.ts'

const GUARDIAN = fileURLToPath(new URL('../guardian/main.ts', import.meta.url))
const START_MS = 60_000

/** A browser host with a guardian, as `npm start` starts it: all of it can be killed. */
export class ProcessStage implements Stage {
	readonly speech: string
	readonly #folder: string
	readonly #guardian: ChildProcess
	readonly #address: string
	client: DrillClient

	private constructor(folder: string, speech: string, guardian: ChildProcess, address: string, client: DrillClient) {
		this.#folder = folder
		this.speech = speech
		this.#guardian = guardian
		this.#address = address
		this.client = client
	}

	static async open(options: { readonly modelsDir: string; readonly samplePath: string }): Promise<ProcessStage> {
		const folder = mkdtempSync(join(tmpdir(), 'holdfast-drill-'))
		const speech = join(folder, 'sample.wav')
		writeSpeech(speech, options.samplePath)
		const args = [GUARDIAN, '--data', join(folder, 'data'), '--models', options.modelsDir, '--port', '0']
		const env = { ...process.env, HOLDFAST_DRILL: '1' }
		// In a group of its own, so that Ctrl+C ends the drill and the drill ends it; over a channel, so that it doesn't outlive the drill.
		const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const
		const guardian = spawn(process.execPath, args, { env, stdio: [...stdio], detached: process.platform !== 'win32' })
		try {
			const address = await readyAddress(guardian)
			const client = await DrillClient.begin(await webSocketLine(address))
			await client.request('settings.set', { standby: 'on' })
			return new ProcessStage(folder, speech, guardian, address, client)
		} catch (error) {
			guardian.kill('SIGKILL')
			rmSync(folder, { recursive: true, force: true })
			throw error
		}
	}

	get guardianPid(): number {
		return this.#guardian.pid ?? 0
	}

	async reconnect(ms: number): Promise<void> {
		const until = performance.now() + ms
		for (;;) {
			try {
				this.client = await DrillClient.begin(await webSocketLine(this.#address))
				return
			} catch (error) {
				if (performance.now() > until) throw new Error(`main did not answer again within ${Math.round(ms / 1000)} s`, { cause: error })
				await new Promise(resolve => setTimeout(resolve, 20))
			}
		}
	}

	async close(): Promise<void> {
		const main = this.client.processes.get('main')?.pid ?? null
		this.client.close()
		if (this.#guardian.exitCode === null && this.#guardian.signalCode === null) {
			const gone = once(this.#guardian, 'exit')
			this.#guardian.kill('SIGTERM')
			const late = setTimeout(() => this.#guardian.kill('SIGKILL'), 6_000)
			await gone
			clearTimeout(late)
		} else if (main !== null) await ended(main)
		rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
	}
}

/** Main outlived its guardian: it is asked, then made to end. */
async function ended(pid: number): Promise<void> {
	for (let n = 0; n < 60; n++) {
		try {
			process.kill(pid, n === 0 ? 'SIGTERM' : n === 50 ? 'SIGKILL' : 0)
		} catch {
			return
		}
		await new Promise(resolve => setTimeout(resolve, 100))
	}
}

async function readyAddress(guardian: ChildProcess): Promise<string> {
	let stdout = ''
	let stderr = ''
	guardian.stderr?.on('data', chunk => {
		stderr = `${stderr}${chunk}`.slice(-4_000)
	})
	return await new Promise<string>((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error('Holdfast did not start within a minute.')), START_MS)
		const over = () => {
			clearTimeout(timer)
			reject(new Error(`Holdfast could not be started for the drill: ${stderr.trim() || 'it says nothing of why'}.`))
		}
		guardian.once('exit', over)
		guardian.once('error', over)
		guardian.stdout?.on('data', chunk => {
			stdout += chunk
			const address = /ready at (\S+)\n/.exec(stdout)?.[1]
			if (address === undefined) return
			clearTimeout(timer)
			resolve(address)
		})
	})
}
