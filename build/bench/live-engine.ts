/**
 * The engine alone on a journal that grows in real time, for comparison: what the page's figures would be if main, messages and the window
 * took no time. Arguments: WAV, models folder, factor of slowness. Prints one line of JSON, an `EngineRun`.
 */
import { argv } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StepHooks, Tape } from '../../native-bridge/engines/engine.ts'
import { engineNamed } from '../../native-bridge/engines/registry.ts'
import { JournalReader } from '../../native-bridge/journal/reader.ts'
import { CHUNK_SAMPLES } from '../../native-bridge/protocol/units.ts'
import type { OnScreen } from './live-figures.ts'

export interface EngineRun {
	readonly timeline: readonly OnScreen[]
	readonly cpuShare: number
	/** Share of the time in which a native decode ran, and how many there were. */
	readonly decoding: number
	readonly decodes: number
}

const [, , wav = '', modelsDir = '', slowness = '1'] = argv
const loaded = await engineNamed('sherpa')?.load('moonshine-tiny-en', modelsDir)
if (!loaded?.ok) throw new Error(loaded?.problem.text ?? 'There is no engine named sherpa.')
const engine = loaded.value
await engine.warmUp?.()

const reader = new JournalReader(wav)
const samples = reader.samples()
let there = 0
let wake = () => {}
const tape: Tape = {
	read: async (from, to) => {
		while (there < Math.min(to, samples)) await new Promise<void>(resolve => (wake = resolve))
		return reader.read(from, Math.min(to, samples))
	},
	available: () => ({ samples: there, ended: there === samples })
}
const timeline: OnScreen[] = []
let decodes = 0
let decodeMs = 0
const startedMs = performance.now()
const nowMs = () => performance.now() - startedMs
const hooks: StepHooks = {
	partial: ({ firm, faint, to }) => timeline.push({ atMs: nowMs(), kind: 'partial', firm, faint, heardMs: to / 16 }),
	crumb: () => {},
	turn: async (_, work) => {
		const beganMs = nowMs()
		const done = await work()
		await sleep((Number(slowness) - 1) * (nowMs() - beganMs))
		decodeMs += nowMs() - beganMs
		decodes++
		return done
	}
}
const cpu = process.cpuUsage()
const growing = grow()
for (let cursor = 0; ; ) {
	const step = await engine.next(tape, cursor, { tuning: 'live' }, hooks)
	if (step.kind === 'end') break
	if (step.kind === 'segment') timeline.push({ atMs: nowMs(), kind: 'final', text: step.segment.text })
	cursor = step.cursor
}
await growing
const { user, system } = process.cpuUsage(cpu)
const tookMs = nowMs()
const run: EngineRun = { timeline, cpuShare: (user + system) / 1000 / tookMs, decoding: decodeMs / tookMs, decodes }
console.log(JSON.stringify(run))

async function grow(): Promise<void> {
	for (let told = CHUNK_SAMPLES; told < samples + CHUNK_SAMPLES; told += CHUNK_SAMPLES) {
		await sleep(Math.max(0, Math.min(told, samples) / 16 - nowMs()))
		there = Math.min(told, samples)
		wake()
	}
}
