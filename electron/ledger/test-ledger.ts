/** What the ledger's and its users' tests begin with. */
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import type { Segment } from '../../native-bridge/protocol/messages.ts'
import type { ExitRecord } from '../contract/exits.ts'
import type { Edit } from '../contract/lines.ts'
import { type Db, openLedger } from './open.ts'
import type { NewTranscript } from './transcripts.ts'

/** A real ledger that goes with the test. */
export function ledgerFor(context: TestContext, folder: string = folderFor(context)): Db {
	const opened = openLedger(join(folder, 'ledger.sqlite'))
	if (!opened.ok) throw new Error(opened.problem.text)
	context.after(() => opened.value.db.close())
	return opened.value.db
}

/** An id that reads `n` everywhere. */
export function idOf(n: number): string {
	const digit = (n % 16).toString(16)
	return `${digit.repeat(8)}-${digit.repeat(4)}-${digit.repeat(4)}-${digit.repeat(4)}-${digit.repeat(12)}`
}

export function fileNamed(id: string, more: Partial<NewTranscript> = {}): NewTranscript {
	return {
		id,
		kind: 'file',
		title: `File ${id.slice(0, 1)}`,
		createdAt: 1_800_000_000_000,
		state: 'queued',
		sourceName: 'talk.mp3',
		sourcePath: '/music/talk.mp3',
		device: null,
		...more
	}
}

export function recordingNamed(id: string, more: Partial<NewTranscript> = {}): NewTranscript {
	return fileNamed(id, { kind: 'recording', state: 'recording', sourceName: null, sourcePath: null, device: 'Microphone', ...more })
}

/** `text` said from sample `from` to `to`, its words one after the other. */
export function segmentOf(from: number, to: number, text: string): Segment {
	const words = text.split(' ')
	const length = (to - from) / words.length
	return {
		from,
		to,
		text,
		words: words.map((word, n) => ({ text: word, from: Math.round(from + n * length), to: Math.round(from + (n + 1) * length) })),
		times: 'estimated',
		confidence: null,
		language: 'en',
		guards: []
	}
}

/** The whole of a segment written anew. */
export function writtenAs(text: string): Edit {
	return { pieces: [{ text, speaker: null }], joined: false }
}

export function exitOf(id: string, more: Partial<ExitRecord> = {}): ExitRecord {
	return {
		id,
		at: 1_800_000_000_000,
		role: 'engine',
		name: 'engine#1',
		pid: 51,
		life: idOf(15),
		startedAt: 1_799_999_990_000,
		uptimeMs: 10_000,
		code: null,
		signal: 'SIGSEGV',
		ntstatus: null,
		reason: null,
		frozen: false,
		seen: 'exit',
		standby: false,
		state: 'busy',
		killedFor: null,
		crumb: null,
		resources: { rss: 200_000_000, cpuMs: 5_000, freeMemory: 4_000_000_000, totalMemory: 8_000_000_000, oomKills: null },
		curve: [],
		stderr: [],
		log: [],
		model: 'tiny',
		versions: {},
		dump: null,
		crash: null,
		explanation: { code: 'signal', facts: {}, text: 'The engine crashed.', certainty: 'known', evidence: [], advice: null },
		signature: 'engine:signal:SIGSEGV:unknown',
		restarted: null,
		jobs: [],
		wordsLost: 0,
		audioLost: 0,
		...more
	}
}

/** A record as the first Holdfast wrote it, before curves, dumps and standbys, and what it is read as. */
export function firstExitOf(id: string): { json: string; read: ExitRecord } {
	const { curve, crash, ntstatus, reason, frozen, standby, resources, ...rest } = exitOf(id)
	const { oomKills, ...measured } = resources
	const json = JSON.stringify({ ...rest, resources: measured, restarted: { pid: 52, readyAfterMs: 640 } })
	const unknown = {
		curve: [],
		crash: null,
		ntstatus: null,
		reason: null,
		frozen: null,
		standby: false,
		resources: { ...measured, oomKills: null }
	}
	return { json, read: { ...rest, ...unknown, restarted: { pid: 52, readyAfterMs: 640, standby: false } } }
}
