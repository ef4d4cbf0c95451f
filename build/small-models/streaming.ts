import { CHINESE, ENGLISH, hear, thinned, tokensFile, vocabulary } from './ear.ts'
import { Graph } from './onnx.ts'
import type { Files } from './small-model.ts'
import { decoder, english, joiner } from './transducers.ts'

const BANDS = 80
/** Frames that a Zipformer is given at a time, and of which it is done with so many. */
const CHUNK = { T: 39, done: 32 }
/** What a Zipformer of one layer remembers between two chunks; this one has nothing to remember, but keeps it all. */
const STATES = [
	['cached_key_0', 'float', [1, 'N', 1]],
	['cached_nonlin_attn_0', 'float', [1, 'N', 1, 3]],
	['cached_val1_0', 'float', [1, 'N', 1]],
	['cached_val2_0', 'float', [1, 'N', 1]],
	['cached_conv1_0', 'float', ['N', 4, 1]],
	['cached_conv2_0', 'float', ['N', 4, 1]],
	['embed_states', 'float', ['N', 128, 3, 19]],
	['processed_lens', 'int64', ['N']]
] as const
const METADATA = {
	encoder_dims: 4,
	query_head_dims: 1,
	value_head_dims: 1,
	num_heads: 1,
	num_encoder_layers: 1,
	cnn_module_kernels: 3,
	left_context_len: 1,
	T: CHUNK.T,
	decode_chunk_len: CHUNK.done
}

function zipformer(output: string, tokens: number, model_type: string, words = english): Buffer {
	const graph = new Graph()
	const x = graph.input('x', 'float', ['N', CHUNK.T, BANDS])
	const states = STATES.map(([name, type, shape]) => graph.input(name, type, shape))
	graph.output(output, hear(graph, thinned(graph, x, 4, CHUNK.done), BANDS, words), 'float', ['N', 8, tokens])
	for (const [i, [name, type, shape]] of STATES.entries()) graph.output(`new_${name}`, states[i] ?? '', type, shape)
	return graph.model({ model_type, ...METADATA })
}

export function streamingTransducer(): Files {
	return {
		'encoder.onnx': zipformer('encoder_out', english.tokens.length, 'zipformer2'),
		'decoder.onnx': decoder(),
		'joiner.onnx': joiner(),
		'tokens.txt': tokensFile(english.tokens),
		'bpe.vocab': Buffer.from(english.tokens.map((token, i) => `${token}\t${-i}\n`).join(''))
	}
}

export function streamingZipformerCtc(): Files {
	const words = vocabulary('<blk>', ENGLISH)
	return { 'model.onnx': zipformer('log_probs', words.tokens.length, 'zipformer2_ctc', words), 'tokens.txt': tokensFile(words.tokens) }
}

/** A word is due when enough frames with sound have gathered; what it is, is what they sound like together. */
export function streamingParaformer(): Files {
	const STACKED = BANDS * 7
	const words = vocabulary('<blank>', [...CHINESE, 'he@@', 'llo'], ['<s>', '</s>'])
	const V = words.tokens.length
	const encoder = new Graph()
	const x = encoder.input('speech', 'float', [1, 'T', STACKED])
	const length = encoder.input('speech_lengths', 'int32', [1])
	const heard = hear(encoder, x, STACKED, words, 1.2)
	const sound = encoder.op('ArgMax', [heard], { axis: 2, keepdims: 0 })
	const something = encoder.op('Cast', [encoder.op('Greater', [sound, encoder.constant('int64', [1], [0])])], { to: 1 })
	encoder.output('enc', heard, 'float', [1, 'T', V])
	encoder.output('enc_len', length, 'int32', [1])
	encoder.output('alphas', encoder.op('Mul', [something, encoder.constant('float', [1], [0.3])]), 'float', [1, 'T'])

	const reader = new Graph()
	const shapes = {
		enc: ['float', [1, 'T', V]],
		enc_len: ['int32', [1]],
		acoustic_embeds: ['float', [1, 'n', V]],
		acoustic_embeds_len: ['int32', [1]]
	} as const
	for (const [name, [type, shape]] of Object.entries(shapes)) reader.input(name, type, shape)
	const state = reader.input('in_cache_0', 'float', [1, V, 1])
	reader.output('logits', 'acoustic_embeds', 'float', [1, 'n', V])
	reader.output('sample_ids', reader.op('ArgMax', ['acoustic_embeds'], { axis: 2, keepdims: 0 }), 'int64', [1, 'n'])
	reader.output('out_cache_0', state, 'float', [1, V, 1])
	const flat = (value: number) => Array.from({ length: STACKED }, () => value).join(',')
	const metadata = {
		model_type: 'paraformer',
		vocab_size: V,
		lfr_window_size: 7,
		lfr_window_shift: 6,
		encoder_output_size: V,
		decoder_num_blocks: 1,
		decoder_kernel_size: 2,
		neg_mean: flat(0),
		inv_stddev: flat(1)
	}
	return { 'encoder.onnx': encoder.model(metadata), 'decoder.onnx': reader.model(), 'tokens.txt': tokensFile(words.tokens) }
}
