import { loadSherpa, type SherpaLibrary, versionsOf } from '../engines/sherpa-library.ts'
import { checkModel, type FoundModel, findFiles } from '../engines/sherpa-models.ts'
import { SPEAKERS_ENGINE, SPEAKERS_FILES, SPEAKERS_KIND } from '../kinds/speakers.ts'
import { fail, ok, type Result } from '../protocol/problem.ts'
import { SAMPLE_RATE, samplesOf } from '../protocol/units.ts'
import type { Ears } from './hear-voices.ts'

export interface LoadedEars extends Ears {
	/** What people call the model. */
	readonly model: string
	readonly versions: Readonly<Record<string, string>>
}

/** Less of a voice says nothing, and of next to nothing the library makes no frame at all. */
const SHORTEST = samplesOf(0.3)
const SHARED = { numThreads: 1, provider: 'cpu', debug: 0 } as const

/** Loads the two networks of a model that tells speakers apart. Problems: those of a model that is not whole, `engine-library`, `engine-refused`. */
export async function loadEars(id: string, modelDir: string): Promise<Result<LoadedEars>> {
	const found = await findFiles(id, modelDir, ({ engine, kind }) =>
		engine === SPEAKERS_ENGINE && kind === SPEAKERS_KIND ? SPEAKERS_FILES : null
	)
	if (!found.ok) return found
	// A damaged file would end the process: there is no asynchronous constructor here.
	const whole = await checkModel(found.value, found.value.folder)
	if (!whole.ok) return whole
	const library = loadSherpa()
	return library.ok ? earsOf(library.value, found.value) : library
}

function earsOf(library: SherpaLibrary, model: FoundModel): Result<LoadedEars> {
	const embedding = { model: model.file('embedding'), ...SHARED }
	try {
		// Within a window the network says itself who is who: the library is to join none of them.
		const who = new library.OfflineSpeakerDiarization({
			segmentation: { pyannote: { model: model.file('segmentation') }, ...SHARED },
			embedding,
			clustering: { numClusters: -1, threshold: 1e-5 },
			minDurationOn: 0.2,
			minDurationOff: 0.5
		})
		const prints = new library.SpeakerEmbeddingExtractor(embedding)
		return ok({
			model: model.name,
			versions: versionsOf(library, model),
			turnsIn: audio => who.process(audio).map(({ start, end, speaker }) => ({ from: samplesOf(start), to: samplesOf(end), speaker })),
			printOf: pieces => {
				if (pieces.reduce((sum, piece) => sum + piece.length, 0) < SHORTEST) return null
				const stream = prints.createStream()
				for (const samples of pieces) stream.acceptWaveform({ samples, sampleRate: SAMPLE_RATE })
				stream.inputFinished()
				return prints.isReady(stream) ? prints.compute(stream, false) : null
			}
		})
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error)
		return fail('engine-refused', `The model ${model.name} could not be loaded: ${reason}. Fetch the model again.`, {
			model: model.name,
			reason
		})
	}
}
