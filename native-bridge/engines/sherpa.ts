import { join } from 'node:path'
import type { OfflineRecognizer } from 'sherpa-onnx-node'
import { fail, ok, type Result } from '../protocol/problem.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import type { Engine, LoadedEngine, Partial, Shown, Step, StepHooks, StepSettings, Tape } from './engine.ts'
import { GLIMPSE_BACK, GLIMPSE_MOST, joined } from './glimpse.ts'
import { checkInput, type Heard, suspect } from './guards.ts'
import { LEVEL_MEMORY, Level, raised } from './level.ts'
import { OpenSegment } from './open-segment.ts'
import { Pace } from './pace.ts'
import { PACKING, type Packing, pack, type Scan } from './packer.ts'
import { quietest } from './quietest.ts'
import { recognise, type Stretch } from './recognise.ts'
import { loadSherpa, type SherpaLibrary } from './sherpa-library.ts'
import { DETECTOR_FILE, findModel, type SherpaModel } from './sherpa-models.ts'
import { DOUBTING, FINDING, SpeechDetector } from './speech-detector.ts'
import { estimateWords } from './word-times.ts'

/** Windows between two crumbs while detecting: about a second of audio. */
const WINDOWS_PER_CRUMB = 32
/** A partial is worth its time only at the newest audio: this near the end of what is there, in samples. */
const CAUGHT_UP = SAMPLE_RATE / 4
/** Audio given to the recogniser stays in native memory that the collector cannot see: 300 MB an hour unless it is told to look. */
const DECODES_PER_COLLECTION = 20

/** Offline models of k2-fsa's sherpa-onnx, with Silero's speech detector in front. */
export const sherpa: Engine = {
	id: 'sherpa-offline',
	async load(id, modelDir) {
		const model = await findModel('sherpa-offline', id, modelDir)
		if (!model.ok) return model
		const library = loadSherpa()
		if (!library.ok) return library
		return loadRecognizer(library.value, model.value, modelDir)
	}
}

async function loadRecognizer(library: SherpaLibrary, model: SherpaModel, modelDir: string): Promise<Result<LoadedEngine>> {
	try {
		const recognizer = await library.OfflineRecognizer.createAsync({
			featConfig: { sampleRate: SAMPLE_RATE, featureDim: 80 },
			modelConfig: {
				...model.itsKind.config(model.file, { language: null, hotwords: [], numbers: true }, model),
				tokens: model.file('tokens'),
				// Two are no faster than one, and 64 are thirty times slower: a second core is for the rest of the app.
				numThreads: 1,
				provider: 'cpu',
				debug: 0
			}
		})
		return ok(new Sherpa(library, recognizer, model, modelDir))
	} catch (error) {
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

class Sherpa implements LoadedEngine {
	readonly model: string
	readonly versions: Readonly<Record<string, string>>
	readonly #library: SherpaLibrary
	readonly #recognizer: OfflineRecognizer
	readonly #language: string
	readonly #detectorFile: string
	/** Detectors that no step uses at the moment. */
	readonly #idle: SpeechDetector[] = []
	#doubting: SpeechDetector | null = null
	#decodes = 0
	readonly #pace = new Pace()

	constructor(library: SherpaLibrary, recognizer: OfflineRecognizer, model: SherpaModel, modelDir: string) {
		this.model = model.name
		this.versions = {
			'sherpa-onnx': library.version,
			onnxruntime: library.onnxruntimeVersion,
			node: process.versions.node,
			model: model.origin
		}
		this.#library = library
		this.#recognizer = recognizer
		this.#language = model.languages[0] ?? 'und'
		this.#detectorFile = join(modelDir, DETECTOR_FILE)
		// A damaged detector ends the process here, by SIGABRT: while loading, where it is explained best, and not once for each job.
		this.#idle.push(new SpeechDetector(library, this.#detectorFile, FINDING))
	}

	async next(tape: Tape, cursor: number, settings: StepSettings, hooks: StepHooks): Promise<Step> {
		const detector = this.#idle.pop() ?? new SpeechDetector(this.#library, this.#detectorFile, FINDING)
		try {
			return await this.#step(detector, tape, cursor, PACKING[settings.tuning], hooks)
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
		if (!heard || heard.text.trim() === '' || suspect(heard, audio.length, 0, 0)) return null
		return { from: shown.from, to, ...joined(shown, cut, heard.text.trim()) }
	}

	async warmUp(): Promise<void> {
		await this.#decode(WARM_UP)
	}

	async #step(detector: SpeechDetector, tape: Tape, cursor: number, packing: Packing, hooks: StepHooks): Promise<Step> {
		const level = new Level(await tape.read(Math.max(0, cursor - LEVEL_MEMORY), cursor))
		const open = new OpenSegment(tape, packing, hooks, this.#pace, audio => this.#decode(audio))
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
		const finding = await recognise({ from, to, audio, islands }, decode, stretch => this.#surelySpeech(stretch))
		switch (finding.kind) {
			case 'nothing':
				return { kind: 'silence', cursor: finding.to }
			case 'gap':
				return { kind: 'gap', gap: { from, to: finding.to, cause: `engine-${finding.suspicion}` }, cursor: finding.to }
			case 'text': {
				const range = { from, to: finding.to }
				const segment = {
					...range,
					text: finding.text,
					words: estimateWords(finding.text, range, islands),
					times: 'estimated' as const,
					confidence: null,
					language: this.#language,
					guards: [...finding.guards]
				}
				return { kind: 'segment', segment, cursor: finding.to }
			}
		}
	}

	async #decode(audio: Int16Array): Promise<Heard> {
		const samples = raised(audio)
		checkInput(samples)
		const stream = this.#recognizer.createStream()
		stream.acceptWaveform({ samples, sampleRate: SAMPLE_RATE })
		const { text, tokens } = await this.#recognizer.decodeAsync(stream)
		if (++this.#decodes % DECODES_PER_COLLECTION === 0 && globalThis.gc) {
			await globalThis.gc({ execution: 'async' })
		}
		return { text, tokens }
	}

	/**
	 * Whether the detector rather than the model is right about a stretch in which speech was found but no words: a second, strict
	 * detector must hear a second of it as well. Then the user is told of a gap; else it is noise, and telling would only annoy.
	 */
	#surelySpeech({ from, audio }: Stretch): boolean {
		this.#doubting ??= new SpeechDetector(this.#library, this.#detectorFile, DOUBTING)
		const detector = this.#doubting
		const samples = raised(audio)
		detector.begin(from)
		for (let at = 0, wants = detector.wants; at <= samples.length; at += wants, wants = detector.wants) {
			detector.hear(samples.subarray(at, at + wants))
		}
		return detector.islands.reduce((sum, island) => sum + island.to - island.from, 0) >= SAMPLE_RATE
	}
}
