import { SPEAKERS_ENGINE, SPEAKERS_KIND } from '../../../native-bridge/kinds/speakers.ts'

/** A file in the folder of a model whose kind is to be found out. */
export interface Found {
	readonly name: string
	readonly bytes: number
	/** Of an ONNX file; null: it is none. */
	readonly metadata: ReadonlyMap<string, string> | null
}

export interface Guess {
	readonly engine: 'sherpa-offline' | 'sherpa-streaming' | typeof SPEAKERS_ENGINE
	readonly kind: string
	readonly files: { role: string; name: string }[]
}

const WEIGHTS = /\.(onnx|ort)$/

/**
 * Which kind of model these files are, and which file is for what: by what ONNX files say of themselves, and where they say nothing, by the names
 * under which models are published (`name` is the archive's). Of the same weights in two precisions the smaller is taken, as it is in the catalogue. Null: none that is known.
 */
export function guessKind(files: readonly Found[], name: string): Guess | null {
	const weights = files.filter(file => WEIGHTS.test(file.name)).sort((a, b) => a.bytes - b.bytes)
	const tokens = files.find(file => /(^|[-_])tokens\.txt$/.test(file.name))
	if (!tokens) return guessSpeakers(weights)
	const named = (pattern: RegExp) => weights.find(file => pattern.test(file.name))
	const guess = (engine: Guess['engine'], kind: string, roles: Record<string, Found | undefined>): Guess | null => {
		const all = Object.entries({ ...roles, tokens })
		if (all.some(([, file]) => file === undefined)) return null
		const own = all.flatMap(([role, file]) => (file ? [{ role, name: file.name }] : []))
		return { engine, kind, files: [...own, ...punctuationIn(files, weights)] }
	}

	const preprocessor = named(/^preprocess/)
	if (preprocessor)
		return guess('sherpa-offline', 'moonshine-v1', {
			preprocessor,
			encoder: named(/^encode/),
			'uncached-decoder': named(/^uncached_decode/),
			'cached-decoder': named(/^cached_decode/)
		})
	const [encoder, decoder, joiner] = [named(/(^|[-_])encoder/), named(/(^|[-_])decoder/), named(/(^|[-_])joiner/)]
	if (encoder && decoder) {
		const type = told(encoder, 'model_type') ?? told(decoder, 'model_type') ?? ''
		if (joiner) {
			if (/^EncDec/.test(type) || told(encoder, 'pred_rnn_layers') !== null)
				return guess('sherpa-offline', 'nemo-transducer', { encoder, decoder, joiner })
			return guess(isStreaming(encoder) ? 'sherpa-streaming' : 'sherpa-offline', 'transducer', { encoder, decoder, joiner })
		}
		if (/^whisper/.test(type) || told(encoder, 'n_mels') !== null) return guess('sherpa-offline', 'whisper', { encoder, decoder })
		if (/^EncDecMultiTask/.test(type)) return guess('sherpa-offline', 'canary', { encoder, decoder })
		if (/paraformer/.test(type)) return guess('sherpa-streaming', 'paraformer', { encoder, decoder })
		if (/fire-?red/i.test(type)) return guess('sherpa-offline', 'fire-red', { encoder, decoder })
		// Moonshine's files say nothing of themselves: those of the other kinds with two networks do.
		return type === '' ? guess('sherpa-offline', 'moonshine', { encoder, decoder }) : null
	}
	for (const model of weights) {
		const kind = oneNetwork(model, name)
		if (kind) return guess(kind === 'zipformer-ctc' && isStreaming(model) ? 'sherpa-streaming' : 'sherpa-offline', kind, { model })
	}
	return null
}

/** A network beside it that sets punctuation. Of the one for Chinese and English its list of words is in it; the other's lies beside. */
function punctuationIn(files: readonly Found[], weights: readonly Found[]): { role: string; name: string }[] {
	const transformer = weights.find(file => told(file, 'punctuations') !== null)
	if (transformer) return [{ role: 'punctuation', name: transformer.name }]
	const cnn = weights.find(file => told(file, 'COMMA') !== null)
	const vocabulary = files.find(file => /punct.*\.vocab$|^bpe\.vocab$/.test(file.name))
	if (!cnn || !vocabulary) return []
	return [
		{ role: 'punctuation-cnn', name: cnn.name },
		{ role: 'punctuation-vocab', name: vocabulary.name }
	]
}

/** Two networks that tell speakers apart: they write no text, so they have no tokens. */
function guessSpeakers(weights: readonly Found[]): Guess | null {
	const segmentation = weights.find(file => told(file, 'powerset_max_classes') !== null)
	const embedding = weights.find(file => told(file, 'output_dim') !== null && told(file, 'framework') !== null)
	if (!segmentation || !embedding) return null
	const files = [
		{ role: 'segmentation', name: segmentation.name },
		{ role: 'embedding', name: embedding.name }
	]
	return { engine: SPEAKERS_ENGINE, kind: SPEAKERS_KIND, files }
}

/** `model_type` of models that are one network, as their exporters write it. */
const ONE_NETWORK: readonly [RegExp, string][] = [
	[/^sense_voice/, 'sense-voice'],
	[/^paraformer/, 'paraformer'],
	[/^dolphin/, 'dolphin'],
	[/^omnilingual/, 'omnilingual'],
	[/^fire-?red/i, 'fire-red-ctc'],
	[/^EncDec(CTC|HybridRNNTCTC)/, 'nemo-ctc'],
	[/^zipformer2/, 'zipformer-ctc']
]

/** Null: it is another kind of network, such as one for punctuation, which may lie beside. */
function oneNetwork(file: Found, name: string): string | null {
	const type = told(file, 'model_type')
	// Only SenseVoice is told whether to write numbers as digits.
	if (type === null && told(file, 'with_itn') !== null) return 'sense-voice'
	// It says nothing of itself.
	if (file.metadata?.size === 0 && /omnilingual/i.test(name)) return 'omnilingual'
	return ONE_NETWORK.find(([pattern]) => pattern.test(type ?? ''))?.[1] ?? null
}

function told(file: Found, key: string): string | null {
	return file.metadata?.get(key) ?? null
}

/** Only streaming networks are told how much they hear at a time. */
function isStreaming(file: Found): boolean {
	return told(file, 'decode_chunk_len') !== null || told(file, 'T') !== null
}
