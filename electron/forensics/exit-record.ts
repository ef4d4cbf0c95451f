import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Crumb } from '../../native-bridge/protocol/crumb.ts'
import type { ExitJob, ExitRecord, NativeCrash } from '../contract/exits.ts'
import type { HealthSample, ProcessState, Role } from '../contract/processes.ts'
import type { ExitFacts } from './exit-facts.ts'
import { type DeathFacts, explainExit, signatureOf } from './explain.ts'

/** What was known of a process while it lived. */
export interface LifeFacts {
	readonly life: string
	readonly role: Role
	/** `engine#3`. */
	readonly label: string
	readonly startedAt: number | null
	readonly rss: number | null
	readonly cpuMs: number | null
	readonly model: string | null
	readonly versions: Readonly<Record<string, string>>
	readonly stderr: readonly string[]
	readonly log: readonly string[]
	/** Its last minute. */
	readonly curve: readonly HealthSample[]
	/** Processes of our control group that the kernel killed for want of memory while it lived; null where it isn't counted. */
	readonly oomKills: number | null
	/** It had been stopped by a signal (SIGSTOP) when it was given up for not answering. */
	readonly frozen: boolean
}

export interface Death {
	readonly of: LifeFacts
	readonly facts: ExitFacts
	readonly at: number
	readonly seen: ExitRecord['seen']
	readonly during: ProcessState
	readonly killedFor: string | null
	/** It waited to take over, and had no work; false by default. */
	readonly standby?: boolean
	readonly crumb: Crumb | null
	readonly jobs: readonly ExitJob[]
}

/** Lines of standard error and of the log that a record keeps. */
const TAIL_LINES = 60

/** Composes the record of a death from everything that is known at this moment; `restarted` is filled in later. */
export function composeExitRecord(death: Death): ExitRecord {
	const { of, facts, crumb } = death
	const record: Omit<ExitRecord, 'explanation' | 'signature'> = {
		id: randomUUID(),
		at: death.at,
		role: of.role,
		name: of.label,
		pid: facts.pid,
		life: of.life,
		startedAt: of.startedAt,
		uptimeMs: of.startedAt === null ? null : death.at - of.startedAt,
		code: facts.code,
		signal: facts.signal,
		ntstatus: facts.ntstatus,
		reason: facts.reason,
		frozen: of.frozen,
		seen: death.seen,
		standby: death.standby ?? false,
		state: death.during,
		killedFor: death.killedFor,
		crumb,
		resources: { rss: of.rss, cpuMs: of.cpuMs, freeMemory: freemem(), totalMemory: totalmem(), oomKills: of.oomKills },
		curve: [...of.curve],
		stderr: of.stderr.slice(-TAIL_LINES),
		log: of.log.slice(-TAIL_LINES),
		model: of.model,
		versions: { ...of.versions },
		dump: null,
		crash: null,
		restarted: null,
		jobs: [...death.jobs],
		// A segment is kept with its cursor or done again: an engine's or decoder's death costs no word by construction, main's neither.
		wordsLost: 0,
		audioLost: 0
	}
	return explained(record)
}

/** The record of a death whose dump has been read: with what the dump says, and explained again. */
export function withCrash(record: ExitRecord, dump: string | null, crash: NativeCrash | null): ExitRecord {
	return explained({ ...record, dump, crash })
}

/** What an explanation rests on, from a record: of a death now or long ago. */
export function factsOf(record: Omit<ExitRecord, 'explanation' | 'signature'>): DeathFacts {
	const {
		role,
		name,
		pid,
		code,
		signal,
		ntstatus,
		reason,
		seen,
		standby,
		state,
		killedFor,
		crumb,
		at,
		stderr,
		crash,
		frozen,
		resources,
		jobs
	} = record
	return {
		role,
		name,
		facts: { pid, code, signal, ntstatus, reason, neverStarted: seen === 'spawn-error' },
		seen,
		standby,
		during: state,
		killedFor,
		crumb,
		at,
		stderr,
		title: jobs.find(job => job.transcript === crumb?.job)?.title ?? null,
		crash,
		frozen,
		oomKills: resources.oomKills,
		rss: resources.rss,
		freeMemory: resources.freeMemory
	}
}

function explained(record: Omit<ExitRecord, 'explanation' | 'signature'>): ExitRecord {
	const facts = factsOf(record)
	const explanation = explainExit(facts)
	return { ...record, explanation, signature: signatureOf(facts, explanation) }
}

/** The last lines that process `pid` wrote into `<folder>/<name>.<n>.log`; those of other processes in the same file are left out. */
export function logTail(folder: string, name: string, pid: number | null): string[] {
	try {
		const number = (file: string) => Number(/\.(\d+)\.log$/.exec(file)?.[1] ?? 0)
		const newest = readdirSync(folder)
			.filter(file => file.startsWith(`${name}.`) && file.endsWith('.log'))
			.sort((a, b) => number(a) - number(b))
			.at(-1)
		if (newest === undefined) return []
		const lines = readFileSync(join(folder, newest), 'utf8').trimEnd().split('\n').slice(-1_000)
		// With what follows the number: 12 is not 123.
		const its = (line: string) => pid === null || line.includes(`"pid":${pid},`) || line.includes(`"pid":${pid}}`)
		return lines.filter(line => line !== '' && its(line)).slice(-TAIL_LINES)
	} catch {
		return []
	}
}
