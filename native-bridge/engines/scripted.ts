import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { GapCause, Tuning } from '../protocol/messages.ts'
import { fail, ok, type Result } from '../protocol/problem.ts'
import { type SampleRange, samplesOf } from '../protocol/units.ts'
import type { Engine, LoadedEngine, Step, StepHooks, StepSettings, Tape } from './engine.ts'

/** Something the engine does instead of, or before, speaking. */
const Deed = v.object({
	/** Second of the journal at whose step it happens; null: while loading. */
	at: v.nullable(v.number()),
	/** Whether it happens in the step itself, or while text is shown that is not settled yet. */
	when: v.optional(v.picklist(['final', 'partial']), 'final'),
	/** Only in jobs of that tuning. Default: in all. */
	tuning: v.optional(Tuning),
	/** How often, counted over all processes that use this script (the count is kept beside it on disk). Default: always. */
	times: v.optional(v.number(), Number.POSITIVE_INFINITY),
	/** Written to stderr first, as native libraries do before they end a process. */
	stderr: v.optional(v.string()),
	does: v.variant('kind', [
		/** Dies by a signal: `SIGSEGV`, `SIGKILL`, `SIGABRT`… */
		v.object({ kind: v.literal('die'), signal: v.string() }),
		/** Ends with an exit code, without a word to anyone. */
		v.object({ kind: v.literal('exit'), code: v.number() }),
		/** A bug: an exception that nobody expects. */
		v.object({ kind: v.literal('throw'), message: v.string() }),
		/** Blocks the thread without using the processor, as a native dead lock does. Heartbeats stop. */
		v.object({ kind: v.literal('hang') }),
		/** Loops in JavaScript: blocks the thread and burns a core. Heartbeats stop. */
		v.object({ kind: v.literal('spin') }),
		/** Never answers, while the event loop goes on: heartbeats are right, the work is not done. */
		v.object({ kind: v.literal('stall') }),
		/** Keeps so many megabytes for ever. */
		v.object({ kind: v.literal('leak'), megabytes: v.number() }),
		/** Takes so long, then goes on as usual. */
		v.object({ kind: v.literal('dawdle'), ms: v.number() }),
		/** Gives a gap instead of text. */
		v.object({ kind: v.literal('gap'), cause: GapCause }),
		/** Gives text once more that was given before: from a second before its step on. */
		v.object({ kind: v.literal('repeat') }),
		/** While loading: says that the model is no good. */
		v.object({ kind: v.literal('refuse'), text: v.string() })
	])
})
type Deed = v.InferOutput<typeof Deed>

/** `<model>.json` in the models folder. `{}` is a well-behaved engine. */
export const Script = v.object({
	/** Seconds of audio that one step settles. */
	stepSeconds: v.optional(v.number(), 2),
	/** The same for jobs that are tuned for files, where that is another. */
	fileStepSeconds: v.optional(v.number()),
	/** Every n-th step is silence; 0: none. */
	silentEvery: v.optional(v.number(), 0),
	deeds: v.optional(v.array(Deed), [])
})
export type Script = v.InferOutput<typeof Script>

/**
 * A true engine for tests, without a model: speaks one word for each second of audio (`word0 word1 word2`), and hangs, leaks or
 * dies as its script tells. The script is `<model>.json` in the models folder, see `Script`.
 */
export const scripted: Engine = {
	id: 'scripted',
	async load(model, modelDir): Promise<Result<LoadedEngine>> {
		const path = join(modelDir, `${model}.json`)
		if (!existsSync(path))
			return fail('model-missing', `There is no script ${model}.json in ${modelDir}. Write one; {} is enough.`, { path })
		const engine = new Scripted(model, path, v.parse(Script, JSON.parse(readFileSync(path, 'utf8'))))
		const refused = await engine.act(null)
		return refused?.does.kind === 'refuse' ? fail('model-refused', refused.does.text, { path }) : ok(engine)
	}
}

class Scripted implements LoadedEngine {
	readonly model: string
	readonly versions = { script: '1', node: process.versions.node }
	readonly unheeded = []
	readonly #path: string
	readonly #script: Script
	readonly #leaked: Buffer[] = []

	constructor(model: string, path: string, script: Script) {
		this.model = model
		this.#path = path
		this.#script = script
	}

	async next(tape: Tape, cursor: number, { tuning }: StepSettings, hooks: StepHooks): Promise<Step> {
		const { stepSeconds, fileStepSeconds } = this.#script
		const length = samplesOf(tuning === 'file' ? (fileStepSeconds ?? stepSeconds) : stepSeconds)
		hooks.crumb('detecting-speech', cursor, cursor + length)
		if (hooks.partial) {
			const half = await tape.read(cursor, cursor + Math.floor(length / 2))
			const to = cursor + half.length
			if (half.length > 0) hooks.partial({ from: cursor, to, firm: '', faint: this.#words(cursor, to).join(' ') })
		}
		const audio = await tape.read(cursor, cursor + length)
		if (audio.length === 0) return { kind: 'end', cursor }
		const to = cursor + audio.length
		if (hooks.partial) {
			const shown = await hooks.turn('partial', async () => {
				hooks.crumb('partial', cursor, to)
				await this.act({ from: cursor, to, tuning }, 'partial')
				return this.#words(cursor, to).join(' ')
			})
			if (shown !== null) hooks.partial({ from: cursor, to, firm: '', faint: shown })
		}
		const deed = await hooks.turn('final', () => {
			hooks.crumb('transcribing', cursor, to)
			return this.act({ from: cursor, to, tuning })
		})
		if (deed?.does.kind === 'gap') return { kind: 'gap', gap: { from: cursor, to, cause: deed.does.cause }, cursor: to }
		const every = this.#script.silentEvery
		const words = this.#words(cursor, to)
		if (words.length === 0 || (every > 0 && Math.floor(cursor / length) % every === every - 1)) return { kind: 'silence', cursor: to }
		const segment = {
			from: deed?.does.kind === 'repeat' ? Math.max(0, cursor - samplesOf(1)) : cursor,
			to,
			text: words.join(' '),
			words: words.map((text, i) => ({
				text,
				from: cursor + Math.floor((i * audio.length) / words.length),
				to: cursor + Math.floor(((i + 1) * audio.length) / words.length)
			})),
			times: 'exact' as const,
			confidence: 1,
			language: 'en',
			guards: []
		}
		return { kind: 'segment', segment, cursor: to }
	}

	/** Does what the script says for a range of samples, or for loading (null). Returns the deed that `next` has to answer for. */
	async act(range: (SampleRange & { readonly tuning: Tuning }) | null, when: Deed['when'] = 'final'): Promise<Deed | null> {
		let answer: Deed | null = null
		for (const [i, deed] of this.#script.deeds.entries()) {
			const meant = deed.at === null ? range === null : range !== null && samplesOf(deed.at) >= range.from && samplesOf(deed.at) < range.to
			if (!meant || deed.when !== when || (deed.tuning && deed.tuning !== range?.tuning) || !this.#mayStill(i, deed)) continue
			if (deed.stderr !== undefined) process.stderr.write(`${deed.stderr}\n`)
			await this.#carryOut(deed)
			answer = deed
		}
		return answer
	}

	async #carryOut({ does }: Deed): Promise<void> {
		switch (does.kind) {
			case 'die':
				process.kill(process.pid, does.signal)
				// A signal is delivered a moment later: nothing more may be done until then.
				return hang(5_000)
			case 'exit':
				return process.exit(does.code)
			case 'throw':
				throw new Error(does.message)
			case 'hang':
				return hang(Number.POSITIVE_INFINITY)
			case 'spin':
				for (;;) Math.sqrt(2)
			case 'stall':
				return new Promise(() => {})
			case 'leak':
				// Filled, or the system would not give the memory.
				this.#leaked.push(Buffer.alloc(does.megabytes * 1024 * 1024, 1))
				return
			case 'dawdle':
				return new Promise(resolve => setTimeout(resolve, does.ms))
			case 'gap':
			case 'repeat':
			case 'refuse':
				return
		}
	}

	/** Counts a deed on disk before it is done: the process may not live to count it afterwards. */
	#mayStill(index: number, deed: Deed): boolean {
		if (deed.times === Number.POSITIVE_INFINITY) return true
		const path = `${this.#path}.done-${index}`
		const done = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0
		if (done >= deed.times) return false
		writeFileSync(path, String(done + 1))
		return true
	}

	/** One word for each whole second that begins in the range, by its number: the same whatever the steps are. */
	#words(from: number, to: number): string[] {
		const words: string[] = []
		for (let second = Math.ceil(from / samplesOf(1)); samplesOf(second) < to; second++) words.push(`word${second}`)
		return words
	}
}

function hang(ms: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
