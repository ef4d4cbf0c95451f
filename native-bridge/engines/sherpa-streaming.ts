import { join } from 'node:path'
import type { OnlineRecognizer } from 'sherpa-onnx-node'
import { fail, ok, type Result } from '../protocol/problem.ts'
import { SAMPLE_RATE, type SampleRange, samplesOf } from '../protocol/units.ts'
import { type Engine, type LoadedEngine, NO_WISHES, type Step, type StepHooks, type StepSettings, type Tape } from './engine.ts'
import type { Heard } from './guards.ts'
import { heardSegment } from './heard-segment.ts'
import { LEVEL_MEMORY, Level } from './level.ts'
import { PACKING } from './packer.ts'
import { quietest } from './quietest.ts'
import { type Configured, configure } from './sherpa-config.ts'
import { loadSherpa, type SherpaLibrary, versionsOf } from './sherpa-library.ts'
import { checkModel, DETECTOR_FILE, findModel, type SherpaModel } from './sherpa-models.ts'
import { loadPunctuation, type Punctuate } from './sherpa-punctuation.ts'
import { FINDING, SpeechDetector } from './speech-detector.ts'
import { Hearing } from './streaming-hearing.ts'
import { SurelySpeech } from './surely-speech.ts'
import { joinWords, wordsIn } from './words.ts'

/** Windows between two crumbs while nothing is decoded: about a second of audio. */
const WINDOWS_PER_CRUMB = 32
/** Unsettled text is worth telling only of the newest audio: this near the end of what is there, in samples. */
const CAUGHT_UP = SAMPLE_RATE / 4
/** Behind the last token a word may still go on so long; the silence that ended the segment is longer. */
const WORD_GOES_ON = samplesOf(0.4)
/** Streams lie in native memory that the collector cannot see. */
const STEPS_PER_COLLECTION = 20
/** Where a segment begins and ends is the same for recordings and files: the recogniser decides. */
const { pad: PAD, longest: LONGEST, quiet: QUIET, quietKept: QUIET_KEPT } = PACKING.live

/**
 * Streaming models of k2-fsa's sherpa-onnx: text comes while somebody speaks, word by word, from the recogniser itself, and its endpoint rules
 * end a segment. Silero's detector listens beside it: for where speech is, and for speech in which the recogniser heard no word.
 */
export const sherpaStreaming: Engine = {
	id: 'sherpa-streaming',
	async load(id, modelDir, wishes = NO_WISHES) {
		const model = await findModel('sherpa-streaming', id, modelDir)
		if (!model.ok) return model
		// A damaged file would end the process: there is no asynchronous constructor here.
		const whole = await checkModel(model.value, model.value.folder)
		if (!whole.ok) return whole
		const library = loadSherpa()
		if (!library.ok) return library
		return loadRecognizer(library.value, model.value, modelDir, await configure(model.value, wishes))
	}
}

function loadRecognizer(library: SherpaLibrary, model: SherpaModel, modelDir: string, configured: Configured): Result<LoadedEngine> {
	const { config, hotwords } = configured
	try {
		const recognizer = new library.OnlineRecognizer({
			...config,
			enableEndpoint: 1,
			// Silence without a word ends nothing: the step ends by itself.
			rule1MinTrailingSilence: 1_000,
			rule2MinTrailingSilence: model.itsKind.pauseSeconds ?? 1,
			rule3MinUtteranceLength: 1_000,
			...(hotwords !== null && { hotwordsBuf: hotwords, hotwordsBufSize: Buffer.byteLength(hotwords) })
		})
		return ok(new SherpaStreaming(library, recognizer, configured, model, modelDir))
	} catch (error) {
		const reason = String(error instanceof Error ? error.message : error).slice(0, 300)
		return fail(
			'model-damaged',
			`The model ${model.name} could not be loaded: ${reason}. Its files may be damaged or of another model. Fetch the model again.`,
			{ model: model.name, modelDir, reason }
		)
	}
}

/** What a step knows when it decides. */
interface Scene {
	readonly tape: Tape
	readonly cursor: number
	readonly scanned: number
	readonly detector: SpeechDetector
	readonly hooks: StepHooks
}

class SherpaStreaming implements LoadedEngine {
	readonly model: string
	readonly versions: Readonly<Record<string, string>>
	readonly unheeded: Configured['unheeded']
	readonly #library: SherpaLibrary
	readonly #recognizer: OnlineRecognizer
	readonly #model: SherpaModel
	readonly #language: string | null
	readonly #punctuate: Punctuate | null
	readonly #detectorFile: string
	/** Detectors that no step uses at the moment. */
	readonly #idle: SpeechDetector[] = []
	readonly #doubting: SurelySpeech
	#steps = 0

	constructor(library: SherpaLibrary, recognizer: OnlineRecognizer, configured: Configured, model: SherpaModel, modelDir: string) {
		this.model = model.name
		this.versions = versionsOf(library, model)
		this.unheeded = configured.unheeded
		this.#library = library
		this.#recognizer = recognizer
		this.#model = model
		this.#language = configured.language
		this.#punctuate = loadPunctuation(library, model)
		this.#detectorFile = join(modelDir, DETECTOR_FILE)
		this.#doubting = new SurelySpeech(library, this.#detectorFile)
		this.#idle.push(new SpeechDetector(library, this.#detectorFile, FINDING))
	}

	async next(tape: Tape, cursor: number, _: StepSettings, hooks: StepHooks): Promise<Step> {
		const detector = this.#idle.pop() ?? new SpeechDetector(this.#library, this.#detectorFile, FINDING)
		try {
			return await this.#step(detector, tape, cursor, hooks)
		} finally {
			this.#idle.push(detector)
			if (++this.#steps % STEPS_PER_COLLECTION === 0 && globalThis.gc) await globalThis.gc({ execution: 'async' })
		}
	}

	async warmUp(): Promise<void> {
		const hearing = new Hearing(this.#recognizer)
		hearing.feed(Float32Array.from({ length: 2 * SAMPLE_RATE }, (_, n) => ((Math.imul(n, 2_654_435_761) >>> 16) % 2_000) / 32_768))
		await hearing.decode()
	}

	async #step(detector: SpeechDetector, tape: Tape, cursor: number, hooks: StepHooks): Promise<Step> {
		const level = new Level(await tape.read(Math.max(0, cursor - LEVEL_MEMORY), cursor))
		const hearing = new Hearing(this.#recognizer)
		detector.begin(cursor)
		let shown = ''
		let decoded = cursor
		let scanned = cursor
		for (let windows = 0; ; windows++) {
			const wants = detector.wants
			const window = await tape.read(scanned, scanned + wants)
			if (windows % WINDOWS_PER_CRUMB === 0) hooks.crumb('detecting-speech', scanned, scanned + wants * WINDOWS_PER_CRUMB)
			const raised = level.raise(window)
			detector.hear(raised)
			scanned += window.length
			const ended = window.length < wants
			// Without this the silence fed at the end could be heard as words, again and again.
			if (ended && scanned === cursor) return { kind: 'end', cursor }
			hearing.feed(raised)
			if (ended) hearing.feedEnd()
			if (hearing.ready) {
				const from = decoded
				await hooks.turn('final', async () => {
					hooks.crumb('transcribing', from, scanned)
					await hearing.decode()
				})
				decoded = scanned
			}
			const scene: Scene = { tape, cursor, scanned, detector, hooks }
			if (hearing.text === '') {
				const step = await this.#withoutWords(scene, ended)
				if (step) return step
				continue
			}
			if (ended) return this.#segment(scene, hearing.heard, scanned)
			if (hearing.endpoint) return this.#segment(scene, hearing.heard, await this.#pauseIn(scene, hearing.heard))
			const begin = speechOf(scene)?.from ?? cursor
			if (scanned - begin >= LONGEST) return this.#split(scene, begin)
			if (hooks.partial && hearing.text !== shown && tape.available().samples - scanned < CAUGHT_UP) {
				shown = hearing.text
				hooks.partial({ from: begin, to: scanned, ...unsettled(shown) })
			}
		}
	}

	/** Nothing was heard so far: until the end, for long, or although somebody seems to speak. Null: too early to say. */
	async #withoutWords({ tape, cursor, scanned, detector }: Scene, ended: boolean): Promise<Step | null> {
		const speech = speechOf({ cursor, scanned, detector })
		const over = speech !== null && (scanned - speech.from >= LONGEST || (detector.open === null && scanned - speech.to >= QUIET))
		if (!ended && !over && (speech !== null || scanned - cursor < QUIET)) return null
		const to = ended || detector.open !== null ? scanned : scanned - QUIET_KEPT
		if (speech !== null && this.#doubting.hears(await tape.read(speech.from, Math.min(to, speech.to)))) {
			const gap = { from: speech.from, to: Math.min(to, speech.to), cause: 'engine-no-words' as const }
			return { kind: 'gap', gap, cursor: to }
		}
		return ended ? { kind: 'end', cursor: scanned } : { kind: 'silence', cursor: to }
	}

	/** Where in the silence that ended a segment the next one begins: behind the last word, where it is quietest. */
	async #pauseIn({ tape, cursor, scanned }: Scene, heard: Heard): Promise<number> {
		const last = heard.times?.at(-1)
		if (last !== undefined) return Math.min(scanned, cursor + samplesOf(last) + WORD_GOES_ON)
		const from = Math.max(cursor, scanned - samplesOf(this.#model.itsKind.pauseSeconds ?? 1))
		return Math.max(cursor + 1, from + quietest(await tape.read(from, scanned)))
	}

	/** Somebody speaks on and on: what was said up to the quietest place is heard once more, by itself, so that no word is in two segments. */
	async #split(scene: Scene, begin: number): Promise<Step> {
		const { tape, cursor, hooks } = scene
		const from = begin + LONGEST / 2
		const cut = from + quietest(await tape.read(from, scene.scanned))
		const level = new Level(await tape.read(Math.max(0, cursor - LEVEL_MEMORY), cursor))
		const hearing = new Hearing(this.#recognizer)
		// In the same windows as before, so that it is as loud.
		for (let at = cursor, wants = 576; at < cut; at += wants, wants = 512)
			hearing.feed(level.raise(await tape.read(at, Math.min(cut, at + wants))))
		hearing.feedEnd()
		await hooks.turn('final', async () => {
			hooks.crumb('transcribing', cursor, cut)
			await hearing.decode()
		})
		if (hearing.text === '') return { kind: 'gap', gap: { from: begin, to: cut, cause: 'engine-no-words' }, cursor: cut }
		return this.#segment({ ...scene, scanned: cut }, hearing.heard, cut)
	}

	#segment(scene: Scene, heard: Heard, cursor: number): Step {
		const speech = speechOf({ ...scene, scanned: cursor })
		const [first, last] = [heard.times?.at(0), heard.times?.at(-1)].map(time =>
			time === undefined ? null : scene.cursor + samplesOf(time)
		)
		const from = Math.max(scene.cursor, Math.min(speech?.from ?? scene.cursor, first ?? cursor) - PAD)
		const to = Math.min(cursor, Math.max(speech?.to ?? cursor, last === null || last === undefined ? 0 : last + WORD_GOES_ON) + PAD)
		const range = { from: Math.min(from, to - 1), to }
		const text = this.#punctuate?.(heard.text) ?? heard.text
		const segment = heardSegment(range, text, [{ at: scene.cursor, heard }], {
			islands: scene.detector.islands,
			languages: this.#model.languages,
			chosen: this.#language,
			guards: []
		})
		return { kind: 'segment', segment, cursor }
	}
}

/** From the first speech that the detector heard to the last. Null: none. */
function speechOf({ scanned, detector }: Pick<Scene, 'cursor' | 'scanned' | 'detector'>): SampleRange | null {
	const islands = detector.islands.filter(island => island.from < scanned)
	const open = detector.open !== null && detector.open < scanned ? detector.open : null
	const from = islands[0]?.from ?? open
	if (from === null) return null
	return { from, to: open !== null ? scanned : Math.min(scanned, islands.at(-1)?.to ?? scanned) }
}

/** The last word may be half a word; the others stay as they are. */
function unsettled(text: string): { readonly firm: string; readonly faint: string } {
	const words = wordsIn(text)
	return { firm: joinWords(words.slice(0, -1)), faint: words.at(-1) ?? '' }
}
