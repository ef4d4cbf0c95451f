import { ENGLISH, hear, thinned, thinnedLength, tokensFile, vocabulary } from './ear.ts'
import { Graph } from './onnx.ts'
import type { Files } from './small-model.ts'

const BANDS = 80
/** What it has just said it does not say again at once. */
const AGAIN = -2

export const english = vocabulary('<blk>', ENGLISH, ['<unk>'])
const V = english.tokens.length

/** Of what was said last, (N, 2), how little it wants each token now. */
export function decoder(): Buffer {
	const graph = new Graph()
	const y = graph.input('y', 'int64', ['N', 2])
	const table = english.tokens.flatMap((_, said) => english.tokens.map((_, token) => (token === said && token !== 0 ? AGAIN : 0)))
	const last = graph.op('Gather', [y, graph.constant('int64', [], [1])], { axis: 1 })
	graph.output('decoder_out', graph.op('Gather', [graph.constant('float', [V, V], table), last], { axis: 0 }), 'float', ['N', V])
	return graph.model({ vocab_size: V, context_size: 2 })
}

export function joiner(): Buffer {
	const graph = new Graph()
	const both = [graph.input('encoder_out', 'float', ['N', V]), graph.input('decoder_out', 'float', ['N', V])]
	graph.output('logit', graph.op('Add', both), 'float', ['N', V])
	return graph.model({ joiner_dim: V })
}

export function transducer(): Files {
	const graph = new Graph()
	const x = graph.input('x', 'float', ['N', 'T', BANDS])
	const length = graph.input('x_lens', 'int64', ['N'])
	graph.output('encoder_out', hear(graph, thinned(graph, x, 4), BANDS, english), 'float', ['N', 'S', V])
	graph.output('encoder_out_lens', thinnedLength(graph, length, 4), 'int64', ['N'])
	return {
		'encoder.onnx': graph.model({ model_type: 'zipformer2' }),
		'decoder.onnx': decoder(),
		'joiner.onnx': joiner(),
		'tokens.txt': tokensFile(english.tokens),
		'bpe.vocab': Buffer.from(['<blk>', ...ENGLISH, '<unk>'].map((token, i) => `${token}\t${-i}\n`).join(''))
	}
}

/** NVIDIA's: blank is the last token, its decoder keeps a state, and each token says how many frames it lasts. */
export function nemoTransducer(): Files {
	const tokens = [...ENGLISH, '<blk>']
	const n = tokens.length
	const DURATIONS = 5

	const encoder = new Graph()
	const x = encoder.op('Transpose', [encoder.input('audio_signal', 'float', ['N', BANDS, 'T'])], { perm: [0, 2, 1] })
	const length = encoder.input('length', 'int64', ['N'])
	const heard = hear(encoder, thinned(encoder, x, 8), BANDS, { tokens, blank: n - 1 })
	encoder.output('outputs', encoder.op('Transpose', [heard], { perm: [0, 2, 1] }), 'float', ['N', n, 'S'])
	encoder.output('encoded_lengths', thinnedLength(encoder, length, 8), 'int64', ['N'])

	const said = new Graph()
	const targets = said.input('targets', 'int32', ['N', 1])
	const targetLength = said.input('target_length', 'int32', ['N'])
	const states = ['states.1', 'onnx::Slice_3'].map(name => said.input(name, 'float', [1, 'N', 1]))
	const table = tokens.flatMap((_, last) => tokens.map((_, token) => (token === last && token !== n - 1 ? AGAIN : 0)))
	const row = said.op('Gather', [said.constant('float', [n, n], table), targets], { axis: 0 })
	said.output('outputs', said.op('Transpose', [row], { perm: [0, 2, 1] }), 'float', ['N', n, 1])
	said.output('prednet_lengths', targetLength, 'int32', ['N'])
	said.output('states', states[0] ?? '', 'float', [1, 'N', 1])
	said.output('162', states[1] ?? '', 'float', [1, 'N', 1])

	const join = new Graph()
	const both = [join.input('encoder_outputs', 'float', ['N', n, 1]), join.input('decoder_outputs', 'float', ['N', n, 1])]
	const sum = join.op('Transpose', [join.op('Add', both)], { perm: [0, 2, 1] })
	const durations = join.constant('float', [1, 1, DURATIONS], [0, 0, 1, 0, 0])
	const logits = join.op('Unsqueeze', [join.op('Concat', [sum, durations], { axis: 2 }), join.ints(1)])
	join.output('outputs', logits, 'float', ['N', 1, 1, n + DURATIONS])

	return {
		'encoder.onnx': encoder.model({
			vocab_size: ENGLISH.length,
			subsampling_factor: 8,
			normalize_type: 'NA',
			pred_rnn_layers: 1,
			pred_hidden: 1,
			feat_dim: BANDS,
			url: 'small-tdt'
		}),
		'decoder.onnx': said.model(),
		'joiner.onnx': join.model(),
		'tokens.txt': tokensFile(tokens)
	}
}
