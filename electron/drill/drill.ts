import { setTimeout as sleep } from 'node:timers/promises'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import type { Drill, DrillResult } from '../contract/drill.ts'
import type { ExitRecord } from '../contract/exits.ts'
import { compareWords } from './compare.ts'
import type { Stage } from './stage.ts'
import { WAYS, type Way } from './ways.ts'

/** A hang is found after ten seconds; everything else is a matter of one or two. */
const WAY_LIMIT_MS = 60_000

/**
 * Transcribes the sample undisturbed, then once for each way to die, and tells after each step how it stands. Resolves when it is over,
 * also by `signal`; a drill that can't be held at all says why in `problem`.
 */
export async function holdDrill(
	options: { readonly open: () => Promise<Stage>; readonly only?: (way: Way) => boolean },
	told: (drill: Drill) => void,
	signal: AbortSignal
): Promise<Drill> {
	const ways = WAYS.filter(options.only ?? (() => true))
	let drill: Drill = { state: 'preparing', startedAt: Date.now(), endedAt: null, results: ways.map(waiting), problem: null }
	const tell = (change: Partial<Drill>) => {
		drill = { ...drill, ...change }
		told(drill)
		return drill
	}
	const result = (way: Way, change: Partial<DrillResult>) =>
		tell({ results: drill.results.map(each => (each.way === way.id ? { ...each, ...change } : each)) })

	tell({})
	let stage: Stage | null = null
	try {
		stage = await options.open()
		await ready(stage)
		const calm = await transcribe(stage, async () => {})
		if (calm.length === 0) throw new Error('The sample gave no text even undisturbed.')
		tell({ state: 'running' })
		for (const way of ways) {
			if (signal.aborted) break
			if (stage.guardianPid === null && (way.victim === 'main' || way.victim === 'guardian')) {
				result(way, { state: 'skipped', note: 'It would end this window as well. Holdfast in a browser can try it.' })
				continue
			}
			result(way, { state: 'running' })
			result(way, await Promise.race([tryWay(stage, way, calm), stopped(signal)]))
		}
	} catch (error) {
		tell({ problem: (error as Error).message })
	}
	try {
		await stage?.close()
	} catch (error) {
		tell({ problem: drill.problem ?? `What the drill had started could not be cleared away: ${(error as Error).message}` })
	}
	const failed = drill.problem !== null || drill.results.some(each => each.state === 'failed')
	return tell({ state: signal.aborted ? 'stopped' : failed ? 'failed' : 'passed', endedAt: Date.now() })
}

function waiting({ id, title }: Way): DrillResult {
	return { way: id, title, state: 'waiting', seenAs: null, recoveredMs: null, wordsLost: null, wordsDoubled: null, note: null }
}

function stopped(signal: AbortSignal): Promise<Partial<DrillResult>> {
	return new Promise(resolve => {
		const end = () => resolve({ state: 'skipped', note: 'The drill was stopped.' })
		if (signal.aborted) end()
		else signal.addEventListener('abort', end, { once: true })
	})
}

async function tryWay(stage: Stage, way: Way, calm: readonly string[]): Promise<Partial<DrillResult>> {
	try {
		await ready(stage)
		const known = new Set(stage.client.exits.keys())
		let back: number | null = null
		const stormy = await transcribe(
			stage,
			async () => {
				back = await die(stage, way)
			},
			way.when
		)
		const death = await stage.client.state(
			'its record',
			client => {
				const exit = [...client.exits.values()].find(each => !known.has(each.id) && each.role === way.role)
				return exit && (!way.comesBack || exit.restarted !== null) ? exit : null
			},
			WAY_LIMIT_MS
		)
		const { lost, doubled } = compareWords(calm, stormy)
		const recoveredMs = back ?? death.restarted?.readyAfterMs ?? null
		return {
			state: lost + doubled === 0 ? 'passed' : 'failed',
			seenAs: seenAs(death),
			recoveredMs,
			wordsLost: lost,
			wordsDoubled: doubled,
			note: noteOf(way, death)
		}
	} catch (error) {
		return { state: 'failed', note: `${(error as Error).message}.` }
	}
}

function seenAs({ role, standby, explanation: { code, facts, text } }: ExitRecord): Problem {
	return { code: `explanation-${code}`, facts: { ...facts, role: standby ? 'standby' : role }, text }
}

function noteOf(way: Way, death: ExitRecord): string | null {
	if (death.restarted?.standby) return 'The standby took over.'
	if (way.victim === 'guardian') return 'Main goes on without it.'
	if (way.victim === 'window') return 'Another window can be opened at any time.'
	return null
}

/** The words of the sample; `disturb` is called at the moment that `when` names. */
async function transcribe(stage: Stage, disturb: () => Promise<void>, when: Way['when'] = 'before'): Promise<string[]> {
	if (when === 'before') await disturb()
	const text = stage.client.until(
		'the first text',
		message => (message.type === 'event' && message.event.type === 'segment' ? true : null),
		WAY_LIMIT_MS
	)
	// Whoever disturbs before may have ended what would be waited for.
	text.catch(() => {})
	const { added } = await stage.client.request('files.add-paths', { paths: [stage.speech], again: true })
	const [job] = added
	if (!job) throw new Error('The sample was not taken')
	if (when === 'at-work') {
		await text
		await disturb()
	}
	const over = await stage.client.state(
		'the end of the transcription',
		client => {
			const now = client.transcripts.get(job)
			return now && ['done', 'failed', 'cancelled'].includes(now.state) ? now : null
		},
		WAY_LIMIT_MS
	)
	if (over.state !== 'done') throw new Error(over.problem?.text.replace(/\.$/, '') ?? `The transcription ended as ${over.state}`)
	const { segments, gaps } = await stage.client.request('transcript.get', { transcript: job })
	if (gaps.length > 0) throw new Error(`There are ${gaps.length} gaps in the transcript`)
	return segments.flatMap(segment => segment.text.split(' '))
}

/** Kills. For main: resolves when a window has a line to its successor, with the ms that took. */
async function die(stage: Stage, way: Way): Promise<number | null> {
	const { client } = stage
	if (way.by === 'line') {
		client.break()
		await stage.reconnect(WAY_LIMIT_MS)
		return null
	}
	if ('deed' in way.by) {
		await client.request('drill.deed', { name: way.victim, deed: way.by.deed })
		return null
	}
	const pid = way.victim === 'guardian' ? stage.guardianPid : client.processes.get(way.victim)?.pid
	if (!pid) throw new Error(`There is no ${way.victim} to be killed`)
	process.kill(pid, way.by.signal)
	if (way.victim !== 'main') return null
	const killedMs = performance.now()
	await replaced(stage, pid, killedMs + WAY_LIMIT_MS)
	return Math.round(performance.now() - killedMs)
}

/** Until a main of another pid answers. One that is frozen still accepts lines, and says nothing. */
async function replaced(stage: Stage, pid: number, until: number): Promise<void> {
	while (performance.now() < until) {
		await stage.reconnect(WAY_LIMIT_MS).catch(() => {})
		if (stage.client.processes.get('main')?.pid !== pid) return
		await sleep(20)
	}
	throw new Error('Main was not started again')
}

/** Everything that shall be there is there. */
async function ready(stage: Stage): Promise<void> {
	for (const name of ['engine', 'engine-standby'])
		await stage.client.state(
			`a ready ${name.replace('-', ' ')}`,
			client => {
				const process = client.processes.get(name)
				if (process?.state === 'gave-up') throw new Error(process.problem?.text ?? `The ${name} is held`)
				return process && (process.state === 'ready' || process.state === 'busy') ? true : null
			},
			WAY_LIMIT_MS
		)
}
