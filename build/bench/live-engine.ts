/**
 * The engine alone on a journal that grows, by a clock that stands still while others have the processor: what a page's figures would be if
 * main, messages and the window took no time and the machine had nothing else to do. Waiting for audio takes no time at all.
 * Arguments: WAV, models folder, how many times slower decodes shall be. Prints one line of JSON, an `EngineRun`.
 */
import { argv } from 'node:process'
import type { StepHooks, Tape } from '../../native-bridge/engines/engine.ts'
import { engineNamed } from '../../native-bridge/engines/registry.ts'
import { JournalReader } from '../../native-bridge/journal/reader.ts'
import { CHUNK_SAMPLES } from '../../native-bridge/protocol/units.ts'
import type { OnScreen } from './live-figures.ts'

export interface EngineRun {
	readonly timeline: readonly OnScreen[]
	/** In cores; without what slowness adds. */
	readonly cpuShare: number
	readonly decodes: number
}

const [, , wav = '', modelsDir = '', slowness = '1'] = argv
const loaded = await engineNamed('sherpa-offline')?.load('moonshine-tiny-en', modelsDir)
if (!loaded?.ok) throw new Error(loaded?.problem.text ?? 'There is no engine named sherpa.')
const engine = loaded.value
await engine.warmUp?.()

const spentMs = () => {
	const { user, system } = process.cpuUsage()
	return (user + system) / 1000
}
const beforeMs = spentMs()
/** Time in which nothing was to be done. */
let waitedMs = 0
const nowMs = () => spentMs() - beforeMs + waitedMs
// The engine's pace goes by this clock too.
performance.now = nowMs

const reader = new JournalReader(wav)
const samples = reader.samples()
const there = () => Math.min(samples, Math.floor((nowMs() * 16) / CHUNK_SAMPLES) * CHUNK_SAMPLES)
const tape: Tape = {
	read: async (from, to) => {
		const wanted = Math.ceil(Math.min(to, samples) / CHUNK_SAMPLES) * CHUNK_SAMPLES
		waitedMs += Math.max(0, wanted / 16 - nowMs())
		return reader.read(from, Math.min(to, samples))
	},
	available: () => ({ samples: there(), ended: there() === samples })
}
const timeline: OnScreen[] = []
let decodes = 0
let slowMs = 0
const hooks: StepHooks = {
	partial: ({ firm, faint, to }) => timeline.push({ atMs: nowMs(), kind: 'partial', firm, faint, heardMs: to / 16 }),
	crumb: () => {},
	turn: async (_, work) => {
		const beganMs = nowMs()
		const done = await work()
		const more = (Number(slowness) - 1) * (nowMs() - beganMs)
		waitedMs += more
		slowMs += more
		decodes++
		return done
	}
}
for (let cursor = 0; ; ) {
	const step = await engine.next(tape, cursor, { tuning: 'live' }, hooks)
	if (step.kind === 'end') break
	if (step.kind === 'segment') timeline.push({ atMs: nowMs(), kind: 'final', text: step.segment.text })
	cursor = step.cursor
}
const run: EngineRun = { timeline, cpuShare: (nowMs() - waitedMs) / (nowMs() - slowMs), decodes }
console.log(JSON.stringify(run))
