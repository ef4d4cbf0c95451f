import { CHINESE, ENGLISH, hear, hearSamples, thinned, thinnedLength, tokensFile, type Vocabulary, vocabulary } from './ear.ts'
import { Graph } from './onnx.ts'
import type { Files } from './small-model.ts'

const BANDS = 80
const english = vocabulary('<blk>', ENGLISH)
const chinese = vocabulary('<blk>', CHINESE)
const flat = (value: number, n: number) => Array.from({ length: n }, () => value).join(',')

/** From frames (N, T, 80) and their number; sherpa's own CTC models all give scores and how many. */
function overFrames(words: Vocabulary, metadata: Readonly<Record<string, string | number>>): Files {
	const graph = new Graph()
	const x = graph.input('x', 'float', ['N', 'T', BANDS])
	const length = graph.input('x_lens', 'int64', ['N'])
	graph.output('log_probs', hear(graph, thinned(graph, x, 4), BANDS, words), 'float', ['N', 'S', words.tokens.length])
	graph.output('log_probs_len', thinnedLength(graph, length, 4), 'int64', ['N'])
	return { 'model.onnx': graph.model(metadata), 'tokens.txt': tokensFile(words.tokens) }
}

export function zipformerCtc(): Files {
	return overFrames(english, { model_type: 'zipformer2_ctc' })
}

export function dolphin(): Files {
	const metadata = { model_type: 'dolphin', vocab_size: chinese.tokens.length, mean: flat(0, BANDS), invstd: flat(1, BANDS) }
	return overFrames(chinese, metadata)
}

export function fireRedCtc(): Files {
	const metadata = { model_type: 'fire-red-asr-2-ctc', cmvn_mean: flat(0, BANDS), cmvn_inv_stddev: flat(1, BANDS) }
	return overFrames(chinese, metadata)
}

/** NeMo's take frames as (N, 80, T); their blank is the last token. */
export function nemoCtc(): Files {
	const graph = new Graph()
	const tokens = [...ENGLISH, '<blk>']
	const words = { tokens, blank: ENGLISH.length }
	const x = graph.op('Transpose', [graph.input('audio_signal', 'float', ['N', BANDS, 'T'])], { perm: [0, 2, 1] })
	graph.input('length', 'int64', ['N'])
	graph.output('logprobs', hear(graph, thinned(graph, x, 8), BANDS, words), 'float', ['N', 'S', tokens.length])
	const metadata = { model_type: 'EncDecCTCModelBPE', vocab_size: ENGLISH.length, subsampling_factor: 8, normalize_type: 'NA' }
	return { 'model.onnx': graph.model(metadata), 'tokens.txt': tokensFile(tokens) }
}

/** Reads samples, writes letters. */
export function omnilingual(): Files {
	const graph = new Graph()
	const words = vocabulary('<s>', [...'aeiounstr', '▁', 'д', 'о', '의', 'ü'])
	const samples = graph.input('x', 'float', ['N', 'T'])
	graph.output('logits', hearSamples(graph, samples, words, 60), 'float', ['N', 'S', words.tokens.length])
	return { 'model.onnx': graph.model(), 'tokens.txt': tokensFile(words.tokens) }
}

/** Seven frames at a time; says language, mood, what kind of sound it is, and whether numbers are written as numbers, before it says a word. */
export function senseVoice(): Files {
	const STACKED = BANDS * 7
	const markers = ['<|zh|>', '<|NEUTRAL|>', '<|Speech|>', '<|withitn|>', '<|woitn|>']
	const words = vocabulary('<blk>', CHINESE, markers)
	const graph = new Graph()
	const x = graph.input('x', 'float', ['N', 'T', STACKED])
	graph.input('x_length', 'int32', ['N'])
	graph.input('language', 'int32', ['N'])
	const norm = graph.input('text_norm', 'int32', ['N'])
	const first = 1 + CHINESE.length
	const said = [first, first + 1, first + 2].flatMap(marker => words.tokens.map((_, token) => (token === marker ? 1 : 0)))
	const head = graph.constant('float', [1, 3, words.tokens.length], said)
	const last = graph.op('OneHot', [
		graph.op('Cast', [norm], { to: 7 }),
		graph.constant('int64', [1], [words.tokens.length]),
		graph.constant('float', [2], [0, 1])
	])
	const scores = hear(graph, x, STACKED, words, 1.2)
	const all = graph.op('Concat', [head, graph.op('Unsqueeze', [last, graph.ints(1)]), scores], { axis: 1 })
	graph.output('logits', all, 'float', ['N', 'S', words.tokens.length])
	const metadata = {
		comment: 'small',
		vocab_size: words.tokens.length,
		lfr_window_size: 7,
		lfr_window_shift: 6,
		normalize_samples: 0,
		with_itn: first + 3,
		without_itn: first + 4,
		lang_auto: 0,
		lang_zh: 3,
		lang_en: 4,
		lang_yue: 7,
		lang_ja: 11,
		lang_ko: 12,
		neg_mean: flat(0, STACKED),
		inv_stddev: flat(1, STACKED)
	}
	return { 'model.onnx': graph.model(metadata), 'tokens.txt': tokensFile(words.tokens) }
}

/** Seven frames at a time; no blank: it says how many words there are. */
export function paraformer(): Files {
	const STACKED = BANDS * 7
	const words = vocabulary('<blank>', [...CHINESE, 'he@@', 'llo'], ['</s>'])
	const graph = new Graph()
	const x = graph.input('speech', 'float', ['N', 'T', STACKED])
	graph.input('speech_lengths', 'int32', ['N'])
	const scores = hear(graph, thinned(graph, x, 4), STACKED, { ...words, never: [...(words.never ?? []), 0] }, -10_000)
	graph.output('logits', scores, 'float', ['N', 'S', words.tokens.length])
	graph.output('token_num', graph.constant('int32', [1], [1]), 'int32', ['N'])
	const metadata = {
		model_type: 'paraformer',
		vocab_size: words.tokens.length,
		lfr_window_size: 7,
		lfr_window_shift: 6,
		neg_mean: flat(0, STACKED),
		inv_stddev: flat(1, STACKED)
	}
	return { 'model.onnx': graph.model(metadata), 'tokens.txt': tokensFile(words.tokens) }
}
