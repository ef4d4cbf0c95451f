import { randomUUID } from 'node:crypto'
import type { LostClient } from '../../api/lost-clients.ts'
import type { CommandParams } from '../../contract/commands.ts'
import type { AppEvent } from '../../contract/events.ts'
import type { ExitJob } from '../../contract/exits.ts'
import type { ProcessHealth } from '../../contract/processes.ts'
import type { Death, LifeFacts } from '../../forensics/exit-record.ts'
import type { DeathRecorder } from '../../forensics/recorder.ts'
import type { Guarded } from '../../guardian/messages.ts'
import type { Transcripts } from '../../ledger/transcripts.ts'
import type { Deaths } from '../process-gone.ts'

/** Deaths of processes that the supervisor does not start: windows, the graphics process, the guardian. */
export interface DeathsOutside extends Deaths {
	clientLost(lost: LostClient): void
	/** A part of a window threw an error; the window goes on. */
	viewFailed(failed: CommandParams<'window.failed'>): void
	/** We were started by a guardian. */
	guardianFound(guarded: Guarded): void
	guardianLost(): void
	/** Processes of this kind that are there now. */
	health(): ProcessHealth[]
	/** Main ends in good order. */
	stop(): void
}

const UNKNOWN_END = { code: null, ntstatus: null, reason: null, neverStarted: false } as const

export function deathsOutside(deps: {
	readonly recorder: DeathRecorder
	readonly ledger: Transcripts
	readonly emit: (event: AppEvent) => void
	readonly residentBytes: (pid: number) => number | null
}): DeathsOutside {
	const { recorder, ledger, emit } = deps
	let guardian: Guarded['guardian'] | null = null
	/** It was there, and is not any more. */
	let lost: ProcessHealth | null = null

	function of(role: LifeFacts['role'], label: string, startedAt: number | null, life: string): LifeFacts {
		const nothing = { rss: null, cpuMs: null, model: null, versions: {}, stderr: [], log: [], curve: [], oomKills: null, frozen: false }
		return { ...nothing, life, role, label, startedAt }
	}
	function recordingOf(id: string | null): ExitJob[] {
		const row = id === null ? null : ledger.get(id)
		return row ? [{ transcript: row.id, title: row.title, cursor: row.cursor, outcome: 'continued' }] : []
	}
	function gone(death: Omit<Death, 'crumb' | 'during'>): string {
		return recorder.gone({ ...death, crumb: null, during: 'busy' }).id
	}

	return {
		processGone: ({ role, label, pid, startedAt, facts, killedFor }) =>
			gone({ of: of(role, label, startedAt, randomUUID()), facts: { ...facts, pid }, at: Date.now(), seen: 'exit', killedFor, jobs: [] }),
		processBack: (exit, pid) => recorder.back(exit, pid),
		audioLost: ({ recording, from, to, exit }) => {
			const gap = { from, to, cause: 'not-recorded' } as const
			if (ledger.addGaps(recording, [gap]).ok) emit({ type: 'gap', gap: { ...gap, transcript: recording } })
			if (exit !== null) recorder.cost(exit, to - from, recordingOf(recording))
		},
		clientLost: ({ page, since, at, recording }) => {
			gone({
				of: of('window', 'window', since, page),
				facts: { ...UNKNOWN_END, pid: null, signal: 'unknown' },
				at,
				seen: 'lost-client',
				killedFor: null,
				jobs: recordingOf(recording?.id ?? null)
			})
		},
		viewFailed: ({ view, error, stack }) => {
			const life = { ...of('window', 'window', null, randomUUID()), stderr: [error, ...stack.split('\n')] }
			gone({
				of: life,
				facts: { ...UNKNOWN_END, pid: null, signal: null, reason: view },
				at: Date.now(),
				seen: 'view-error',
				killedFor: null,
				jobs: []
			})
		},
		guardianFound: guarded => {
			guardian = guarded.guardian
			recorder.born('guardian', { id: guardian.life, label: 'guardian', pid: guardian.pid, startedAt: guardian.startedAt })
		},
		guardianLost: () => {
			if (!guardian) return
			gone({
				of: of('guardian', 'guardian', guardian.startedAt, guardian.life),
				facts: { ...UNKNOWN_END, pid: guardian.pid, signal: 'unknown', reason: 'its channel to Holdfast closed' },
				at: Date.now(),
				seen: 'exit',
				killedFor: null,
				jobs: []
			})
			lost = { ...guardianHealth(guardian, () => null), state: 'stopped', pid: null, since: null }
			guardian = null
			emit({ type: 'process', process: lost })
		},
		health: () => (guardian ? [guardianHealth(guardian, deps.residentBytes)] : lost ? [lost] : []),
		stop: () => {
			if (guardian) recorder.ended(guardian.life)
		}
	}
}

function guardianHealth({ pid, startedAt }: Guarded['guardian'], residentBytes: (pid: number) => number | null): ProcessHealth {
	return {
		name: 'guardian',
		role: 'guardian',
		state: 'ready',
		pid,
		since: startedAt,
		restarts: 0,
		rss: residentBytes(pid),
		cpu: null,
		beatMs: null,
		activity: null,
		model: null,
		versions: {},
		speed: null,
		problem: null,
		retryAt: null
	}
}
