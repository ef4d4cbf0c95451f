/**
 * The engine alone in a process of its own, for comparison: the same step loop over the same audio, without main, messages, decoder or
 * ledger; then its decodes alone. Prints one line of JSON: `{ loopMs, decodeMs, segments }`.
 */
import { argv } from 'node:process'
import type { Step, Tape } from '../../native-bridge/engines/engine.ts'
import { engineNamed } from '../../native-bridge/engines/registry.ts'
import { JournalReader } from '../../native-bridge/journal/reader.ts'

const [, , wav = '', modelsDir = ''] = argv
const engine = await engineNamed('sherpa-offline')?.load('moonshine-tiny-en', modelsDir)
if (!engine?.ok) throw new Error(engine?.problem.text ?? 'There is no engine named sherpa.')

const reader = new JournalReader(wav)
const samples = reader.samples()
const tape: Tape = { read: async (from, to) => reader.read(from, Math.min(to, samples)), available: () => ({ samples, ended: true }) }
let decodeMs = 0
const hooks = {
	partial: null,
	crumb: () => {},
	turn: async <T>(_: unknown, work: () => Promise<T>): Promise<T> => {
		const startedMs = performance.now()
		try {
			return await work()
		} finally {
			decodeMs += performance.now() - startedMs
		}
	}
}
const startedMs = performance.now()
let segments = 0
for (let step: Step = { kind: 'silence', cursor: 0 }; step.kind !== 'end'; ) {
	step = await engine.value.next(tape, step.cursor, { tuning: 'file' }, hooks)
	if (step.kind === 'segment') segments++
}
console.log(JSON.stringify({ loopMs: performance.now() - startedMs, decodeMs, segments }))
