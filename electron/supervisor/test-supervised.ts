/** A supervisor whose host, and every process, is played by the test. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { openLog } from '../../native-bridge/log/log.ts'
import type { FromWorker } from '../../native-bridge/protocol/messages.ts'
import type { ExitFacts } from '../forensics/exit-facts.ts'
import type { Death } from '../forensics/exit-record.ts'
import type { Host, ProcessEvents } from '../hosts/host.ts'
import { type ChildSpec, ENGINE, STANDBY_AFTER_MS } from './child-specs.ts'
import { Supervisor } from './supervisor.ts'

export const segfault: ExitFacts = { pid: null, code: null, signal: 'SIGSEGV', ntstatus: null, reason: null, neverStarted: false }
export const readyMessage: FromWorker = { type: 'ready', model: 'tiny', versions: { sherpa: '1' }, loadMs: 5 }

export const idle = (rss = 1_000) => ({ type: 'pong', n: 1, activity: 'idle', step: null, rss, heap: 1, cpu: 1 })
export const busy = { type: 'pong', n: 1, activity: 'transcribing', step: { forMs: 500, samples: 160_000 }, rss: 1_000, heap: 1, cpu: 1 }

/** A process that the test plays: what it was told, and the means to speak as it. */
export interface Played extends ProcessEvents {
	readonly label: string
	readonly pid: number
	readonly env: Readonly<Record<string, string>>
	readonly told: string[]
}

export interface Fixture {
	/** Bytes resident of each process, by pid; else `pid * 1_000`. */
	readonly weights?: Map<number, number>
	readonly frozen?: (pid: number) => boolean
	/** Asked when the kernel's counter is read. */
	readonly oomKills?: () => number | null
	readonly specs?: readonly ChildSpec[]
}

/** A supervisor of one engine whose processes are played; `heard` is what it told its listener. */
export async function supervised(context: TestContext, { weights, frozen, oomKills, specs = [ENGINE] }: Fixture = {}) {
	const folder = folderFor(context)
	const folders = { crumbs: join(folder, 'crumbs'), logs: join(folder, 'logs'), dumps: join(folder, 'dumps') }
	const log = openLog(folders.logs, 'main')
	context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_800_000_000_000 })
	const played: Played[] = []
	/** Whose priority was lowered. */
	const lowered: number[] = []
	const host: Host = {
		name: 'cli',
		forkWorker: (_entry, label, env, events) => {
			const told: string[] = []
			played.push({ ...events, label, pid: 50 + played.length + 1, env, told })
			return { send: message => told.push(message.type), kill: signal => told.push(signal ?? 'SIGKILL') }
		},
		residentBytes: pid => weights?.get(pid) ?? pid * 1_000,
		isFrozen: pid => frozen?.(pid) ?? false,
		lowerPriority: pid => lowered.push(pid),
		endOrphan: () => false,
		oomKills: () => oomKills?.() ?? null
	}
	const heard: unknown[][] = []
	const deaths: Omit<Death, 'jobs'>[] = []
	const supervisor: Supervisor = new Supervisor(specs, host, folders, log, {
		born: (_name, { label, pid }) => heard.push(['born', label, pid]),
		spawned: (name, send, next) => {
			send({ type: 'load', engine: 'scripted', model: 'tiny', modelDir: '/models' })
			heard.push(['spawned', next ? `${name}, with what is next` : name])
		},
		ready: (name, pid, post) => heard.push(post ? ['ready', name, pid] : ['ready', name, pid, 'in reserve']),
		message: (_name, message) => heard.push(['message', message.type]),
		// Who would get the work now, if anyone.
		lost: name => {
			const pid = supervisor.isReady(name) ? supervisor.health().find(process => process.name === name)?.pid : null
			heard.push([
				'lost',
				name,
				...(pid == null ? [] : [`${pid} is ready`, `${played.length} forked so far`]),
				...(supervisor.isFreeing ? ['memory comes'] : [])
			])
		},
		died: (_name, death, { next, post, took, as }) => {
			deaths.push(death)
			const { of, facts, killedFor, crumb } = death
			heard.push([
				'died',
				of.label,
				facts.pid,
				killedFor,
				crumb?.activity ?? null,
				[...of.stderr],
				next,
				...(post ? [] : [as === 'engine-next' ? 'not at its post yet' : 'in reserve']),
				...(took === null ? [] : [`${took} took over`])
			])
		},
		changedOver: (name, pid) => heard.push(['changed over', name, pid]),
		notChanged: (name, problem) => heard.push(['not changed', name, problem?.code ?? null]),
		ended: (name, _life, post) => heard.push(post ? ['ended', name] : ['ended', name, 'in reserve']),
		unfit: (_name, problem) => heard.push(['unfit', problem.code]),
		changed: health => heard.push([health.state, health.pid, health.restarts])
	})
	const life = (n: number): Played => {
		const found = played[n - 1]
		assert.ok(found, `life ${n} was forked`)
		return found
	}
	return {
		supervisor,
		life,
		lives: played,
		folder: folders.crumbs,
		deaths,
		lowered,
		heard: () => heard.splice(0),
		/** The same, without how each process is: what happened. */
		happened: () => heard.splice(0).filter(line => typeof line[1] === 'string'),
		/** Whether a process is forked next, and lets it come to life and be ready. */
		comesUp: (n: number) => {
			life(n).spawned(life(n).pid)
			life(n).message(readyMessage)
		},
		/** Every process: its name, how it is, its pid. */
		who: () =>
			supervisor
				.health()
				.map(({ name, state, pid }) => `${name} ${state} ${pid}`)
				.join(', '),
		pass: (ms: number) => context.mock.timers.tick(ms)
	}
}

/** An engine (pid 51) at its post, and a standby (pid 52) that is ready. */
export async function two(context: TestContext, fixture: Fixture = {}) {
	const all = await supervised(context, fixture)
	const { supervisor, comesUp, pass, happened } = all
	supervisor.wantStandby('engine', true)
	supervisor.start('engine')
	comesUp(1)
	pass(STANDBY_AFTER_MS)
	comesUp(2)
	happened()
	return all
}
