/** What every engine must do, by walking the registry. A new engine adds its subject below and nothing else. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { JournalReader } from '../journal/reader.ts'
import { CHUNK_SAMPLES, samplesOf } from '../protocol/units.ts'
import { JournalTape } from '../worker/tape.ts'
import { Cancelled, type LoadedEngine, type Partial, type Step, type StepHooks } from './engine.ts'
import { ENGINES } from './registry.ts'
import { smallModels } from './test-small-models.ts'
import { clips, joined, journalOf, MODELS, temporaryFolder } from './test-speech.ts'

interface Subject {
	readonly model: string
	/** The models folder; may write into the folder it is given. */
	readonly modelDir: (folder: string) => string
	/** Left out: both. */
	readonly tunings?: ReadonlyArray<'live' | 'file'>
}

/** One small model of each kind; that of two tunings one is enough for each, the default model shows. */
const SMALL = smallModels()
const small = (engine: string): Subject[] => SMALL.all(engine).map(model => ({ model, modelDir: () => SMALL.path, tunings: ['live'] }))

const SUBJECTS: Readonly<Record<string, readonly Subject[]>> = {
	'sherpa-offline': [{ model: 'moonshine-tiny-en', modelDir: () => MODELS }, ...small('sherpa-offline')],
	'sherpa-streaming': small('sherpa-streaming'),
	scripted: [
		{
			model: 'parrot',
			modelDir: folder => {
				writeFileSync(join(folder, 'parrot.json'), JSON.stringify({ silentEvery: 4 }))
				return folder
			}
		}
	]
}

/** Short and long pauses, one of them longer than the longest silence that is passed in one step. */
const MUCH = joined(
	[1, 2, 4, 1].flatMap(n => clips()[n] ?? []),
	[0.2, 0.8, 17, 3]
)
/** For small models, of which there are many: the long silence is passed by what all offline kinds have in common. */
const LITTLE = joined(
	[1, 1, 1].flatMap(n => clips()[n] ?? []),
	[0.2, 2.5, 2.5]
)

for (const engine of ENGINES) {
	test(`engine ${engine.id} has a subject in this suite`, () => assert.ok(SUBJECTS[engine.id]?.length))

	for (const subject of SUBJECTS[engine.id] ?? [])
		describe(`engine ${engine.id} with ${subject.model}`, () => {
			const SPEECH = subject.tunings && engine.id !== 'sherpa-streaming' ? LITTLE : MUCH
			const TUNINGS = subject.tunings ?? (['live', 'file'] as const)
			const loadIn = async (folder: string): Promise<LoadedEngine> => {
				const loaded = await engine.load(subject.model, subject.modelDir(folder))
				if (!loaded.ok) throw new Error(loaded.problem.text)
				return loaded.value
			}
			let loaded: LoadedEngine
			/** The steps of the whole of `SPEECH`, taken once: they are what the others are held against. */
			const calm = new Map<'live' | 'file', Promise<Step[]>>()
			const undisturbed = (path: string, tuning: 'live' | 'file'): Promise<Step[]> => {
				const steps = calm.get(tuning) ?? transcribe(loaded, path, tuning)
				calm.set(tuning, steps)
				return steps
			}
			before(async () => {
				using folder = temporaryFolder()
				loaded = await loadIn(folder.path)
			})

			test('moves forward with each step, keeps words, segments and gaps inside it, and ends at the last sample', async () => {
				using folder = temporaryFolder()
				const path = journalOf(folder.path, SPEECH)
				for (const tuning of TUNINGS) {
					const steps = await undisturbed(path, tuning)
					let cursor = 0
					for (const step of steps) {
						assert.ok(step.kind === 'end' ? step.cursor >= cursor : step.cursor > cursor, JSON.stringify(step))
						if (step.kind === 'segment') {
							const { segment } = step
							assert.ok(cursor <= segment.from && segment.from < segment.to && segment.to <= step.cursor, JSON.stringify(step))
							let at = segment.from
							for (const word of segment.words) {
								assert.ok(at <= word.from && word.from <= word.to && word.to <= segment.to, JSON.stringify(segment))
								at = word.from
							}
							assert.equal(segment.words.map(word => word.text).join(''), segment.text.replace(/\s/g, ''))
							assert.ok(segment.confidence === null || (segment.confidence > 0 && segment.confidence <= 1), String(segment.confidence))
						}
						if (step.kind === 'gap') assert.ok(cursor <= step.gap.from && step.gap.to <= step.cursor, JSON.stringify(step))
						cursor = step.cursor
					}
					assert.equal(cursor, SPEECH.length)
					assert.ok(steps.filter(step => step.kind === 'segment').length >= 3)
				}
			})

			test('gives the same step for the same cursor when loaded anew, in any order', async () => {
				using folder = temporaryFolder()
				const path = journalOf(folder.path, SPEECH)
				const other = await loadIn(folder.path)
				for (const tuning of TUNINGS) {
					const steps = await undisturbed(path, tuning)
					const begins = [0, ...steps.map(step => step.cursor)]
					// Backwards, so that nothing an earlier step left behind can help.
					for (const [i, step] of [...steps.entries()].reverse()) {
						assert.deepEqual(await withTape(path, tape => other.next(tape, begins[i] ?? 0, { tuning }, QUIET)), step)
					}
				}
			})

			test('gives the same text while the journal grows by chunks, its end comes late and partials are shown', async () => {
				using folder = temporaryFolder()
				const path = journalOf(folder.path, SPEECH)
				for (const tuning of TUNINGS) {
					const whole = await undisturbed(path, tuning)
					const partials: Partial[] = []
					const reader = new JournalReader(path)
					const tape = new JournalTape(reader, 0, false)
					const growing = growSlowly(tape, reader.samples(), subject.tunings ? 4 : 1)
					const grown = await walk(loaded, tape, tuning, { ...QUIET, partial: partial => partials.push(partial) })
					await growing
					reader.close()
					assert.deepEqual(grown, whole)
					assert.ok(partials.length > 0)
				}
			})

			test('two journals at once do not disturb each other', async () => {
				using folder = temporaryFolder()
				const [first, second] = clips()
				assert.ok(first && second)
				const paths = [first, second].map(clip => journalOf(folder.path, clip.audio, clip.name))
				const apart: Step[][] = []
				for (const path of paths) apart.push(await transcribe(loaded, path, 'live'))
				assert.deepEqual(await Promise.all(paths.map(path => transcribe(loaded, path, 'live'))), apart)
			})

			test('ends at once on an empty journal, and at a cursor that is its end', async () => {
				using folder = temporaryFolder()
				assert.deepEqual(await transcribe(loaded, journalOf(folder.path, new Int16Array(0)), 'file'), [{ kind: 'end', cursor: 0 }])
				const path = journalOf(folder.path, new Int16Array(1000), 'short.wav')
				assert.deepEqual(await withTape(path, tape => loaded.next(tape, 1000, { tuning: 'live' }, QUIET)), { kind: 'end', cursor: 1000 })
			})

			test('lets go when its job is cancelled', async () => {
				using folder = temporaryFolder()
				const reader = new JournalReader(journalOf(folder.path, new Int16Array(samplesOf(1))))
				const tape = new JournalTape(reader, samplesOf(1), false)
				const waiting = loaded.next(tape, 0, { tuning: 'live' }, QUIET)
				setImmediate(() => tape.cancel())
				await assert.rejects(waiting, Cancelled)
				reader.close()
			})

			test('says in a sentence that a model is not there', async () => {
				using folder = temporaryFolder()
				const missing = await engine.load(subject.model, folder.path)
				assert.ok(!missing.ok)
				assert.equal(missing.problem.code, 'model-missing')
				assert.match(missing.problem.text, /^[A-Z].*\.$/)
			})
		})
}

const QUIET: StepHooks = { partial: null, crumb: () => {}, turn: (_, work) => work() }

async function walk(loaded: LoadedEngine, tape: JournalTape, tuning: 'live' | 'file', hooks: StepHooks): Promise<Step[]> {
	const steps: Step[] = []
	for (let cursor = 0; ; ) {
		const step = await loaded.next(tape, cursor, { tuning }, hooks)
		steps.push(step)
		if (step.kind === 'end') return steps
		cursor = step.cursor
	}
}

async function withTape<T>(path: string, run: (tape: JournalTape) => Promise<T>): Promise<T> {
	const reader = new JournalReader(path)
	try {
		return await run(new JournalTape(reader, reader.samples(), true))
	} finally {
		reader.close()
	}
}

function transcribe(loaded: LoadedEngine, path: string, tuning: 'live' | 'file'): Promise<Step[]> {
	return withTape(path, tape => walk(loaded, tape, tuning, QUIET))
}

/** 100 ms of audio each few ms, or so many times as much; the end is told a while after the last sample. */
async function growSlowly(tape: JournalTape, samples: number, hurry: number): Promise<void> {
	const later = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
	for (let told = CHUNK_SAMPLES, n = 0; told < samples; told += CHUNK_SAMPLES, n++) {
		tape.grow(told, false)
		await (n % hurry === 0 ? later(2) : new Promise(setImmediate))
	}
	tape.grow(samples, false)
	await later(100)
	tape.grow(samples, true)
}
