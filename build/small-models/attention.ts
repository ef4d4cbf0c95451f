import { CHINESE, ENGLISH, hear, hearSamples, thinned, tokensFile, type Vocabulary, vocabulary } from './ear.ts'
import { Graph } from './onnx.ts'
import type { Files } from './small-model.ts'

const BANDS = 80
const flat = (value: number, n: number) => Array.from({ length: n }, () => value).join(',')

/**
 * A decoder that writes word after word: the n-th is what was heard in the n-th of its strides through the encoder's frames, (1, T, tokens);
 * behind the last frame it says that it is done. Scores are (1, 1, tokens).
 */
function reading(
	graph: Graph,
	heard: string,
	position: string,
	stride: number,
	end: number,
	tokens: number
): { readonly scores: string; readonly at: string } {
	const frames = graph.op('Gather', [graph.op('Shape', [heard]), graph.ints(1)], { axis: 0 })
	const at = graph.op('Mul', [position, graph.ints(stride)])
	const within = graph.op('Min', [at, graph.op('Sub', [frames, graph.ints(1)])])
	const scores = graph.op('Gather', [heard, within], { axis: 1 })
	const behind = graph.op('Cast', [graph.op('Not', [graph.op('Less', [at, frames])])], { to: 1 })
	const done = graph.constant(
		'float',
		[1, 1, tokens],
		Array.from({ length: tokens }, (_, token) => (token === end ? 20_000 : 0))
	)
	return { scores: graph.op('Add', [scores, graph.op('Mul', [done, behind])]), at: within }
}

/** Says something to every frame: such models have no blank. */
function always(words: Vocabulary): Vocabulary {
	return { ...words, never: [...(words.never ?? []), words.blank] }
}

export function moonshineV1(): Files {
	const words = always(vocabulary('<unk>', ['<s>', '</s>', ...ENGLISH]))
	const silent = { ...words, never: [0, 1, 2] }
	const V = words.tokens.length
	const preprocessor = new Graph()
	preprocessor.output('features', hearSamples(preprocessor, preprocessor.input('audio', 'float', [1, 'T']), silent, 0), 'float', [
		1,
		'S',
		V
	])
	const encoder = new Graph()
	const features = encoder.input('features', 'float', [1, 'S', V])
	encoder.input('features_len', 'int32', [1])
	encoder.output('encoder_out', features, 'float', [1, 'S', V])
	const decoder = () => {
		const graph = new Graph()
		graph.input('token', 'int32', [1, 1])
		const heard = graph.input('encoder_out', 'float', [1, 'S', V])
		const length = graph.op('Cast', [graph.input('seq_len', 'int32', [1])], { to: 7 })
		graph.output('logits', reading(graph, heard, length, 20, 2, V).scores, 'float', [1, 1, V])
		return graph.model()
	}
	return {
		'preprocess.onnx': preprocessor.model(),
		'encode.onnx': encoder.model(),
		'uncached_decode.onnx': decoder(),
		'cached_decode.onnx': decoder(),
		'tokens.txt': tokensFile(words.tokens)
	}
}

/** One decoder for the first token and the others; with the mask inputs of 2026, which sherpa-onnx 1.13.8 gets wrong above 384 frames. */
export function moonshine(): Files {
	const words = { ...vocabulary('<unk>', ['<s>', '</s>', ...ENGLISH]), never: [0, 1, 2] }
	const V = words.tokens.length
	const encoder = new Graph()
	const samples = encoder.input('input_values', 'float', [1, 'T'])
	encoder.input('attention_mask', 'int64', [1, 'T'])
	encoder.output('last_hidden_state', hearSamples(encoder, samples, words, 0), 'float', [1, 'S', V])

	const decoder = new Graph()
	decoder.input('encoder_attention_mask', 'int64', [1, 'S'])
	decoder.input('input_ids', 'int64', [1, 1])
	const heard = decoder.input('encoder_hidden_states', 'float', [1, 'S', V])
	const past = ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'].map(name =>
		decoder.input(`past_key_values.0.${name}`, 'float', [1, 1, name, 1])
	)
	decoder.input('use_cache_branch', 'bool', [1])
	const position = decoder.op('Gather', [decoder.op('Shape', [past[0] ?? '']), decoder.ints(2)], { axis: 0 })
	decoder.output('logits', reading(decoder, heard, position, 20, 2, V).scores, 'float', [1, 1, V])
	const one = decoder.constant('float', [1, 1, 1, 1], [0])
	const two = decoder.constant('float', [1, 1, 2, 1], [0, 0])
	for (const [i, name] of ['decoder.key', 'decoder.value'].entries())
		decoder.output(`present.0.${name}`, decoder.op('Concat', [past[i] ?? '', one], { axis: 2 }), 'float', [1, 1, `${name}+`, 1])
	for (const name of ['encoder.key', 'encoder.value']) decoder.output(`present.0.${name}`, two, 'float', [1, 1, 2, 1])
	return { 'encoder.onnx': encoder.model(), 'decoder.onnx': decoder.model(), 'tokens.txt': tokensFile(words.tokens, true) }
}

/** It finds out the language, and with `attention` where it was listening at each word; that one speaks ten words a second, where the library stops it at six. */
export function whisper(attention: boolean): Files {
	const markers = [
		'<|endoftext|>',
		'<|startoftranscript|>',
		'<|en|>',
		'<|zh|>',
		'<|translate|>',
		'<|transcribe|>',
		'<|nospeech|>',
		'<|notimestamps|>'
	]
	const said = ENGLISH.filter(piece => piece.startsWith('▁'))
	const words = always(vocabulary('!', said, markers))
	const V = words.tokens.length
	const marker = (n: number) => 1 + said.length + n

	const encoder = new Graph()
	const x = encoder.op('Transpose', [encoder.input('mel', 'float', [1, BANDS, 'T'])], { perm: [0, 2, 1] })
	// Behind the audio the library puts ten seconds of nothing.
	const heard = encoder.op('Unsqueeze', [hear(encoder, thinned(encoder, x, 2, -1_000), BANDS, words), encoder.ints(0)])
	for (const name of ['n_layer_cross_k', 'n_layer_cross_v']) encoder.output(name, heard, 'float', [1, 1, 'S', V])

	const decoder = new Graph()
	const tokens = decoder.input('tokens', 'int64', [1, 'n'])
	const self = ['k', 'v'].map(name => decoder.input(`in_n_layer_self_${name}_cache`, 'float', [1, 1, 448, 1]))
	const cross = decoder.op('Squeeze', [decoder.input('n_layer_cross_k', 'float', [1, 1, 'S', V]), decoder.ints(0)])
	decoder.input('n_layer_cross_v', 'float', [1, 1, 'S', V])
	const offset = decoder.input('offset', 'int64', [1])
	const { scores, at } = reading(decoder, cross, offset, attention ? 5 : 20, marker(0), V)
	const many = decoder.op('Gather', [decoder.op('Shape', [tokens]), decoder.ints(1)], { axis: 0 })
	const shape = decoder.op('Concat', [decoder.ints(1), many, decoder.ints(V)], { axis: 0 })
	// So fast one frame sounds like the next, and to say the same again and again would be a loop: it counts through its words.
	const turn = decoder.op('Mod', [offset, decoder.ints(said.length)])
	const counting = said.flatMap((_, at) => words.tokens.map((_, token) => (token === at + 1 ? 1_000 : 0)))
	const counted = decoder.op('Gather', [decoder.constant('float', [said.length, V], counting), turn], { axis: 0 })
	const chosen = attention ? decoder.op('Add', [scores, counted]) : scores
	decoder.output('logits', decoder.op('Expand', [chosen, shape]), 'float', [1, 'n', V])
	for (const [i, name] of ['k', 'v'].entries()) decoder.output(`out_n_layer_self_${name}_cache`, self[i] ?? '', 'float', [1, 1, 448, 1])
	if (attention) {
		const zero = decoder.constant('int64', [], [0])
		const frames = decoder.op('Gather', [decoder.op('Shape', [cross]), decoder.constant('int64', [], [1])], { axis: 0 })
		const away = decoder.op('Abs', [decoder.op('Sub', [decoder.op('Range', [zero, frames, decoder.constant('int64', [], [1])]), at])])
		const near = decoder.op('Softmax', [decoder.op('Neg', [decoder.op('Cast', [away], { to: 1 })])], { axis: 0 })
		const four = decoder.op('Unsqueeze', [near, decoder.ints(0, 1, 2)])
		const wide = decoder.op('Concat', [decoder.ints(1), decoder.ints(1), many, decoder.op('Unsqueeze', [frames, decoder.ints(0)])], {
			axis: 0
		})
		decoder.output('cross_attention_weights', decoder.op('Expand', [four, wide]), 'float', [1, 1, 'n', 'S'])
	}
	const metadata = {
		model_type: 'whisper-small',
		n_mels: BANDS,
		n_text_layer: 1,
		n_text_ctx: 448,
		n_text_state: 1,
		n_vocab: V,
		sot: marker(1),
		eot: marker(0),
		blank_id: 0,
		translate: marker(4),
		transcribe: marker(5),
		is_multilingual: 1,
		no_speech: marker(6),
		no_timestamps: marker(7),
		sot_sequence: [marker(1), marker(2), marker(5)].join(','),
		all_language_tokens: [marker(2), marker(3)].join(','),
		all_language_codes: 'en,zh',
		n_alignment_heads: 1
	}
	return { 'encoder.onnx': encoder.model(metadata), 'decoder.onnx': decoder.model(), 'tokens.txt': tokensFile(words.tokens, true) }
}

export function canary(): Files {
	const markers =
		'<|startofcontext|> <|startoftranscript|> <|emo:undefined|> <|en|> <|es|> <|de|> <|fr|> <|pnc|> <|nopnc|> <|noitn|> <|notimestamp|> <|nodiarize|> <|endoftext|>'
	const words = always(vocabulary('<unk>', ENGLISH, markers.split(' ')))
	const V = words.tokens.length
	const encoder = new Graph()
	const x = encoder.input('features', 'float', [1, 'T', BANDS])
	const length = encoder.input('length', 'int64', [1])
	const heard = hear(encoder, thinned(encoder, x, 8), BANDS, words)
	encoder.output('enc_states', heard, 'float', [1, 'S', V])
	encoder.output('enc_states_length', length, 'int64', [1])
	encoder.output('enc_mask', heard, 'float', [1, 'S', V])
	const decoder = new Graph()
	const input = decoder.input('decoder_input', 'int32', [1, 2])
	const state = decoder.input('decoder_mems', 'float', [1, 'n', 1])
	const states = decoder.input('enc_states', 'float', [1, 'S', V])
	decoder.input('enc_mask', 'float', [1, 'S', V])
	const position = decoder.op('Cast', [decoder.op('Gather', [input, decoder.ints(1)], { axis: 1 })], { to: 7 })
	const counted = decoder.op('Reshape', [position, decoder.ints(1)])
	// The first word is said at the last of nine markers; then the library counts from one.
	const place = decoder.op('Where', [decoder.op('Equal', [counted, decoder.ints(8)]), decoder.ints(0), counted])
	const { scores } = reading(decoder, states, place, 5, V - 1, V)
	decoder.output('logits', scores, 'float', [1, 1, V])
	decoder.output('decoder_mems_out', state, 'float', [1, 'n', 1])
	const metadata = {
		model_type: 'EncDecMultiTaskModel',
		vocab_size: V,
		normalize_type: '',
		subsampling_factor: 8,
		feat_dim: BANDS,
		num_decoder_layers: 1,
		decoder_hidden_size: 1
	}
	return { 'encoder.onnx': encoder.model(metadata), 'decoder.onnx': decoder.model(), 'tokens.txt': tokensFile(words.tokens) }
}

export function fireRed(): Files {
	const words = always(vocabulary('<blank>', CHINESE, ['<sos>', '<eos>']))
	const V = words.tokens.length
	const encoder = new Graph()
	const x = encoder.input('x', 'float', [1, 'T', BANDS])
	encoder.input('x_lens', 'int64', [1])
	const heard = encoder.op('Unsqueeze', [hear(encoder, thinned(encoder, x, 4), BANDS, words), encoder.ints(0)])
	for (const name of ['n_layer_cross_k', 'n_layer_cross_v']) encoder.output(name, heard, 'float', [1, 1, 'S', V])
	const decoder = new Graph()
	decoder.input('tokens', 'int64', [1, 1])
	const self = ['k', 'v'].map(name => decoder.input(`in_n_layer_self_${name}_cache`, 'float', [1, 1, 'n', 1, 1]))
	const cross = decoder.op('Squeeze', [decoder.input('n_layer_cross_k', 'float', [1, 1, 'S', V]), decoder.ints(0)])
	decoder.input('n_layer_cross_v', 'float', [1, 1, 'S', V])
	const { scores } = reading(decoder, cross, decoder.input('offset', 'int64', [1]), 8, V - 1, V)
	decoder.output('logits', scores, 'float', [1, 1, V])
	for (const [i, name] of ['k', 'v'].entries()) decoder.output(`out_n_layer_self_${name}_cache`, self[i] ?? '', 'float', [1, 1, 'n', 1, 1])
	const metadata = {
		model_type: 'fire-red-asr',
		num_decoder_layers: 1,
		num_head: 1,
		head_dim: 1,
		sos: V - 2,
		eos: V - 1,
		max_len: 1024,
		cmvn_mean: flat(0, BANDS),
		cmvn_inv_stddev: flat(1, BANDS)
	}
	return { 'encoder.onnx': encoder.model(metadata), 'decoder.onnx': decoder.model(), 'tokens.txt': tokensFile(words.tokens) }
}
