import { fileURLToPath } from 'node:url'
import type { LoadedEngine, Step, StepHooks, Tape } from '../../native-bridge/engines/engine.ts'
import { engineNamed } from '../../native-bridge/engines/registry.ts'
import { JournalReader } from '../../native-bridge/journal/reader.ts'

const HOOKS: StepHooks = { partial: null, crumb: () => {}, turn: async (_, work) => await work() }

/** The usual engine; throws with its sentence when it can't be loaded. */
export async function loadEngine(): Promise<LoadedEngine> {
	const engine = await engineNamed('sherpa-offline')?.load('moonshine-tiny-en', fileURLToPath(new URL('../../models', import.meta.url)))
	if (!engine?.ok) throw new Error(engine?.problem.text ?? 'There is no engine named sherpa.')
	return engine.value
}

/** What the engine hears in the first `samples` of a journal. */
export async function listen(engine: LoadedEngine, journal: string, samples: number): Promise<string> {
	const reader = new JournalReader(journal)
	const end = Math.min(samples, reader.samples())
	const tape: Tape = { read: async (from, to) => reader.read(from, Math.min(to, end)), available: () => ({ samples: end, ended: true }) }
	const heard: string[] = []
	try {
		for (let step: Step = { kind: 'silence', cursor: 0 }; step.kind !== 'end'; ) {
			step = await engine.next(tape, step.cursor, { tuning: 'file' }, HOOKS)
			if (step.kind === 'segment') heard.push(step.segment.text)
		}
	} finally {
		reader.close()
	}
	return heard.join(' ')
}
