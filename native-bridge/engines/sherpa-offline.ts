import { join } from 'node:path'
import type { OfflineRecognizer } from 'sherpa-onnx-node'
import type { Wishes } from '../protocol/messages.ts'
import { fail, ok, type Result } from '../protocol/problem.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import {
	type Engine,
	type LoadedEngine,
	NO_WISHES,
	type Partial,
	type Shown,
	type Step,
	type StepHooks,
	type StepSettings,
	type Tape
} from './engine.ts'
import { GLIMPSE_BACK, GLIMPSE_MOST, joined } from './glimpse.ts'
import { checkInput, type Heard, LONGEST_ROOM, stoppedEarly, suspect } from './guards.ts'
import { heardSegment } from './heard-segment.ts'
import { LEVEL_MEMORY, Level, raised } from './level.ts'
import { OpenSegment } from './open-segment.ts'
import { Pace } from './pace.ts'
import { atMost, PACKING, type Packing, pack, type Scan } from './packer.ts'
import { quietest } from './quietest.ts'
import { recognise } from './recognise.ts'
import { type Configured, configure } from './sherpa-config.ts'
import { loadSherpa, type SherpaLibrary, versionsOf } from './sherpa-library.ts'
import { checkModel, DETECTOR_FILE, findModel, type SherpaModel } from './sherpa-models.ts'
import { hasPunctuation, loadPunctuation, type Punctuate } from './sherpa-punctuation.ts'
import { FINDING, SpeechDetector } from './speech-detector.ts'
import { SurelySpeech } from './surely-speech.ts'

/** Windows between two crumbs while detecting: about a second of audio. */
const WINDOWS_PER_CRUMB = 32
/** A partial is worth its time only at the newest audio: this near the end of what is there, in samples. */
const CAUGHT_UP = SAMPLE_RATE / 4
/** Audio given to the recogniser stays in native memory that the collector cannot see: 300 MB an hour unless it is told to look. */
const DECODES_PER_COLLECTION = 20

/** Offline models of k2-fsa's sherpa-onnx, with Silero's speech detector in front. */
export const sherpaOffline: Engine = {
	id: 'sherpa-offline',
	async load(id, modelDir, wishes = NO_WISHES) {
		const model = await findModel('sherpa-offline', id, modelDir)
		if (!model.ok) return model
		const library = loadSherpa()
		if (!library.ok) return library
		return loadRecognizer(library.value, model.value, modelDir, wishes)
	}
}

async function loadRecognizer(library: SherpaLibrary, model: SherpaModel, modelDir: string, wishes: Wishes): Promise<Result<LoadedEngine>> {
	if (hasPunctuation(model)) {
		const whole = await checkModel(model, model.folder)
		if (!whole.ok) return whole
	}
	const configured = await configure(model, wishes)
	try {
		const recognizer = await library.OfflineRecognizer.createAsync(configured.config)
		return ok(new SherpaOffline(library, recognizer, configured, model, modelDir))
	} catch (error) {
		// Which file it is, where model.json tells what they should be.
		const whole = await checkModel(model, model.folder)
		if (!whole.ok) return whole
		const reason = String(error instanceof Error ? error.message : error).slice(0, 300)
		return fail(
			'model-damaged',
			`The model ${model.name} could not be loaded: ${reason}. Its files may be damaged or of another model. Fetch the model again.`,
			{ model: model.name, modelDir, reason }
		)
	}
}

/** Noise, always the same: of a first decode about a third is spent on memory and caches (7 s of speech took 650 ms, then 430). */
const WARM_UP = Int16Array.from({ length: 6 * SAMPLE_RATE }, (_, n) => ((Math.imul(n, 2_654_435_761) >>> 16) % 2_000) - 1_000)

class SherpaOffline implements LoadedEngine {
	readonly model: string
	readonly versions: Readonly<Record<string, string>>
	readonly #library: SherpaLibrary
	readonly #recognizer: OfflineRecognizer
	readonly unheeded: Configured['unheeded']
	readonly #model: SherpaModel
	readonly #hotwords: string | null
	readonly #language: string | null
	readonly #punctuate: Punctuate | null
	readonly #detectorFile: string
	/** Detectors that no step uses at the moment. */
	readonly #idle: SpeechDetector[] = []
	readonly #doubting: SurelySpeech
	#decodes = 0
	readonly #pace = new Pace()

	constructor(library: SherpaLibrary, recognizer: OfflineRecognizer, configured: Configured, model: SherpaModel, modelDir: string) {
		this.model = model.name
		this.versions = versionsOf(library, model)
		this.#library = library
		this.#recognizer = recognizer
		this.#model = model
		this.unheeded = configured.unheeded
		this.#hotwords = configured.hotwords?.replaceAll('\n', '/') ?? null
		this.#language = configured.language
		this.#punctuate = loadPunctuation(library, model)
		this.#detectorFile = join(modelDir, DETECTOR_FILE)
		this.#doubting = new SurelySpeech(library, this.#detectorFile)
		// A damaged detector ends the process here, by SIGABRT: while loading, where it is explained best, and not once for each job.
		this.#idle.push(new SpeechDetector(library, this.#detectorFile, FINDING))
	}

	async next(tape: Tape, cursor: number, settings: StepSettings, hooks: StepHooks): Promise<Step> {
		const detector = this.#idle.pop() ?? new SpeechDetector(this.#library, this.#detectorFile, FINDING)
		try {
			return await this.#step(detector, tape, cursor, atMost(PACKING[settings.tuning], this.#model.segmentSeconds), hooks)
		} finally {
			this.#idle.push(detector)
		}
	}

	async glimpse(tape: Tape, shown: Shown, hooks: StepHooks): Promise<Partial | null> {
		const to = tape.available().samples
		const back = Math.max(shown.from, shown.to - GLIMPSE_BACK)
		if (to <= back || to - back > GLIMPSE_MOST) return null
		const cut = back + quietest(await tape.read(back, Math.min(shown.to, to)))
		const audio = await tape.read(cut, to)
		const heard = await hooks.turn('partial', () => {
			hooks.crumb('partial', cut, to)
			return this.#decode(audio)
		})
		if (!heard || heard.text.trim() === '' || suspect(heard, audio.length, 0, 0, this.#loopsAt)) return null
		return { from: shown.from, to, ...joined(shown, cut, heard.text.trim()) }
	}

	async warmUp(): Promise<void> {
		await this.#decode(WARM_UP)
	}

	async #step(detector: SpeechDetector, tape: Tape, cursor: number, packing: Packing, hooks: StepHooks): Promise<Step> {
		const level = new Level(await tape.read(Math.max(0, cursor - LEVEL_MEMORY), cursor))
		const open = new OpenSegment(tape, packing, hooks, this.#pace, audio => this.#decode(audio), this.#loopsAt)
		detector.begin(cursor)
		let scanned = cursor
		for (let windows = 0; ; windows++) {
			const wants = detector.wants
			const window = await tape.read(scanned, scanned + wants)
			if (windows % WINDOWS_PER_CRUMB === 0) hooks.crumb('detecting-speech', scanned, scanned + wants * WINDOWS_PER_CRUMB)
			detector.hear(level.raise(window))
			scanned += window.length
			const scan: Scan = { cursor, scanned, islands: detector.islands, open: detector.open, ended: window.length < wants }

			const decision = pack(scan, packing)
			switch (decision.kind) {
				case 'end':
					return { kind: 'end', cursor: scanned }
				case 'silence':
					return decision
				case 'close':
					return this.#settle(tape, decision.from, decision.to, scan, hooks, open)
				case 'split': {
					const { from, to } = decision.within
					const cut = from + quietest(await tape.read(from, to))
					return this.#settle(tape, decision.from, cut, scan, hooks, open)
				}
				case 'wait':
					if (hooks.partial && tape.available().samples - scanned < CAUGHT_UP) await open.show(scan, hooks.partial)
			}
		}
	}

	/** A closed segment becomes text, a gap, or silence after all. */
	async #settle(tape: Tape, from: number, to: number, scan: Scan, hooks: StepHooks, open: OpenSegment): Promise<Step> {
		const islands = scan.open === null ? scan.islands : [...scan.islands, { from: scan.open, to: scan.scanned }]
		const audio = await tape.read(from, to)
		const decode = async (piece: Int16Array): Promise<Heard> => {
			const known = piece === audio ? open.known(from, to) : null
			if (known) return known
			let startedMs = 0
			const heard = await hooks.turn('final', () => {
				hooks.crumb('transcribing', from, to)
				startedMs = performance.now()
				return this.#decode(piece)
			})
			this.#pace.took(piece.length, performance.now() - startedMs, performance.now())
			if (!heard) throw new Error('A final was refused its turn.')
			return heard
		}
		const finding = await recognise({ from, to, audio, islands }, decode, stretch => this.#doubting.hears(stretch.audio), this.#loopsAt)
		switch (finding.kind) {
			case 'nothing':
				return { kind: 'silence', cursor: finding.to }
			case 'gap':
				return { kind: 'gap', gap: { from, to: finding.to, cause: `engine-${finding.suspicion}` }, cursor: finding.to }
			case 'text': {
				const range = { from, to: finding.to }
				const text = this.#punctuate?.(finding.text) ?? finding.text
				const segment = heardSegment(range, text, finding.parts, {
					islands,
					languages: this.#model.languages,
					chosen: this.#language,
					guards: finding.guards
				})
				return { kind: 'segment', segment, cursor: finding.to }
			}
		}
	}

	get #loopsAt(): number | null {
		return this.#model.itsKind.loopsAt
	}

	async #decode(audio: Int16Array): Promise<Heard> {
		const samples = raised(audio)
		checkInput(samples)
		const heard = await this.#listen(samples)
		if (!stoppedEarly(heard, samples.length, this.#loopsAt)) return heard
		// How much it may say goes by how long the audio is: silence behind it gives room.
		const roomy = new Float32Array(Math.min(3 * samples.length, LONGEST_ROOM))
		roomy.set(samples)
		return this.#listen(roomy)
	}

	async #listen(samples: Float32Array): Promise<Heard> {
		const stream = this.#hotwords === null ? this.#recognizer.createStream() : this.#recognizer.createStream(this.#hotwords)
		stream.acceptWaveform({ samples, sampleRate: SAMPLE_RATE })
		const { text, tokens, timestamps, durations, ys_log_probs, lang } = await this.#recognizer.decodeAsync(stream)
		if (++this.#decodes % DECODES_PER_COLLECTION === 0 && globalThis.gc) {
			await globalThis.gc({ execution: 'async' })
		}
		const language = /^(?:<\|)?([a-z]{2,3})(?:\|>)?$/.exec(lang)?.[1] ?? ''
		return { text, tokens, times: timestamps, durations, logProbs: ys_log_probs, language }
	}
}
