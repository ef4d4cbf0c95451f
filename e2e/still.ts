/** A page that is told the same by main each time: what depends on the hour, the machine and its load is replaced on its way to it. For pictures. */
import type { Page } from 'playwright/test'
import type { ExitRecord } from '../electron/contract/exits.ts'
import type { HealthSample, Life, ProcessHealth } from '../electron/contract/processes.ts'

/** 15 January 2027, 08:00 UTC. */
const THEN = 1_800_000_000_000
const MINUTE_MS = 60_000
/** When the pictures are taken. */
const NOW = THEN + 10 * MINUTE_MS

const process = (name: string, role: ProcessHealth['role'], pid: number, rss: number): ProcessHealth => ({
	...{
		name,
		role,
		pid,
		rss,
		state: 'ready',
		since: THEN,
		restarts: 0,
		cpu: 2,
		beatMs: 0.5,
		activity: 'idle',
		problem: null,
		retryAt: null
	},
	model: role === 'engine' ? 'Moonshine tiny' : null,
	versions: { node: '24.0.0' },
	speed: role === 'engine' ? 20 : null
})
const PROCESSES = [process('main', 'main', 50, 130e6), process('engine', 'engine', 52, 300e6), process('decoder', 'decoder', 53, 140e6)]

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const EXIT: ExitRecord = {
	...{ id: idOf(14), at: THEN, role: 'engine', name: 'engine#1', pid: 51, life: idOf(15), startedAt: THEN - 10_000, uptimeMs: 10_000 },
	...{ code: null, signal: 'SIGSEGV', ntstatus: null, reason: null, frozen: false, seen: 'exit', standby: false, state: 'busy' },
	...{ killedFor: null, crumb: null, curve: [], log: [], model: 'tiny', versions: {}, dump: null, crash: null, jobs: [] },
	resources: { rss: 200e6, cpuMs: 5_000, freeMemory: 4e9, totalMemory: 8e9, oomKills: null },
	...{ signature: 'engine|SIGSEGV', wordsLost: 0, audioLost: 0 },
	restarted: { pid: 52, readyAfterMs: 420, standby: false },
	stderr: ['terminate called without an active exception'],
	explanation: {
		code: 'signal-crash',
		text: 'Engine crashed with SIGSEGV in libonnxruntime.so.',
		certainty: 'known',
		evidence: ['exit signal SIGSEGV'],
		advice: null,
		facts: { signal: 'SIGSEGV' }
	}
}

const life = (n: number, { name, role, pid }: ProcessHealth, startedAt: number, exit: string | null): Life => ({
	...{ id: idOf(n), name, role, pid, startedAt, exit },
	endedAt: exit === null ? null : THEN
})
const LIVES = PROCESSES.flatMap((each, n) => [
	...(each.role === 'engine' ? [life(15, each, THEN - 5 * MINUTE_MS, EXIT.id)] : []),
	life(n, each, each.role === 'engine' ? THEN + 420 : THEN - 6 * MINUTE_MS, null)
])

const CURVE: HealthSample[] = Array.from({ length: 60 }, (_, n) => ({
	...{ at: NOW - (60 - n) * 1_000, rss: 250e6 + n * 1e6, cpu: n % 20 === 0 ? 60 : 2, beatMs: n % 15 === 0 ? 4 : 0.5 }
}))

/** What these commands are answered with. */
const ANSWERS: Readonly<Record<string, unknown>> = {
	'exits.list': [EXIT],
	'exits.groups': [
		{
			...{ signature: EXIT.signature, role: EXIT.role, code: EXIT.explanation.code, text: EXIT.explanation.text, count: 1 },
			...{ first: THEN, last: THEN, newest: EXIT.id, trend: [...Array(13).fill(0), 1] }
		}
	],
	'exits.stats': { deaths: 1, recovered: 1, medianMs: 420, worstMs: 420, wordsLost: 0, audioLost: 0, since: THEN - 6 * MINUTE_MS },
	'lives.list': LIVES,
	'process.curve': CURVE
}

/** Before the page is gone to. `titles`: what is in the library, the newest first. */
export async function holdStill(page: Page, titles: readonly string[]): Promise<void> {
	await page.clock.setFixedTime(NOW)
	await page.emulateMedia({ reducedMotion: 'reduce' })
	await page.routeWebSocket(/\/socket$/, page => {
		const main = page.connectToServer()
		const asked = new Map<number, string>()
		page.onMessage(message => {
			if (typeof message === 'string') {
				const { type, id, name } = JSON.parse(message)
				if (type === 'request') asked.set(id, name)
			}
			main.send(message)
		})
		main.onMessage(message => page.send(typeof message === 'string' ? JSON.stringify(stilled(JSON.parse(message, timed), asked)) : message))
	})

	/** A transcript is as old as its place in the list. */
	function timed(_: string, value: unknown): unknown {
		if (typeof value !== 'object' || value === null || !('title' in value) || !('createdAt' in value)) return value
		return { ...value, createdAt: THEN - (titles.indexOf(String(value.title)) + 1) * MINUTE_MS }
	}
}

// biome-ignore lint/suspicious/noExplicitAny: whatever main says; the page checks it
function stilled(message: any, asked: ReadonlyMap<number, string>): unknown {
	if (message.type === 'welcome' && message.snapshot !== null)
		return { ...message, snapshot: { ...message.snapshot, processes: PROCESSES, exits: [EXIT], disk: null } }
	// Each would be one more point of a curve; left out, the page would ask for it again.
	if (message.type === 'event' && message.event.type === 'process')
		return { ...message, event: { type: 'transcripts-removed', transcripts: [] } }
	if (message.type === 'response' && message.ok) {
		const answer = ANSWERS[asked.get(message.id) ?? '']
		return answer === undefined ? message : { ...message, result: answer }
	}
	return message
}
