import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import type { ClientSession, ClientTransport } from '../hosts/client.ts'
import { DrillClient, type Line } from './client.ts'
import { writeSpeech } from './speech.ts'
import type { Stage } from './stage.ts'

/** What a stage needs of a Holdfast that runs in this very process. */
export interface StagedApp {
	connect(transport: ClientTransport): ClientSession
	stop(): Promise<void>
}

/** A second Holdfast in this process, where none can be started as a process of its own (Electron): its workers die, main can't. */
export async function openAppStage(options: {
	readonly start: (dataDir: string) => Promise<Result<StagedApp>>
	readonly samplePath: string
}): Promise<Stage> {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-drill-'))
	const speech = join(folder, 'sample.wav')
	writeSpeech(speech, options.samplePath)
	const started = await options.start(join(folder, 'data'))
	if (!started.ok) throw new Error(started.problem.text)
	const app = started.value
	const begin = () => DrillClient.begin(lineInside(app))
	let client = await begin()
	await client.request('settings.set', { standby: 'on' })
	return {
		speech,
		guardianPid: null,
		get client() {
			return client
		},
		reconnect: async () => {
			client = await begin()
		},
		close: async () => {
			client.close()
			await app.stop()
			rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
		}
	}
}

function lineInside(app: StagedApp): Line {
	let hear: (message: unknown) => void = () => {}
	let open = true
	const session = app.connect({
		// As a real line does it: later, and as a copy.
		send: message => {
			const copy: unknown = structuredClone(message)
			setImmediate(() => open && hear(copy))
		},
		backlog: () => 0,
		close: () => {
			open = false
		}
	})
	const end = (how: 'goodbye' | 'lost') => {
		open = false
		session.closed(how)
	}
	return {
		send: message => open && session.message(structuredClone(message)),
		listen: listener => {
			hear = listener
		},
		break: () => end('lost'),
		close: () => end('goodbye')
	}
}
