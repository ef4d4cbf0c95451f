import { CHINESE, ENGLISH } from './ear.ts'
import { Graph } from './onnx.ts'
import type { Files } from './small-model.ts'

/** A CT-transformer: a comma behind each token of its list with an odd number, else nothing; the library ends the text itself. */
export function ctTransformer(): Files {
	const tokens = ['<unk>', ...CHINESE]
	const punctuation = ['<unk>', '_', '，', '。', '？', '、']
	const graph = new Graph()
	const ids = graph.input('inputs', 'int32', [1, 'T'])
	graph.input('text_lengths', 'int32', [1])
	const table = tokens.flatMap((_, token) => punctuation.map((_, mark) => (mark === (token % 2 === 1 ? 2 : 1) ? 1 : 0)))
	const scores = graph.op('Gather', [graph.constant('float', [tokens.length, punctuation.length], table), ids], { axis: 0 })
	graph.output('logits', scores, 'float', [1, 'T', punctuation.length])
	const metadata = {
		model_type: 'ct_transformer',
		tokens: tokens.join('|'),
		vocab_size: tokens.length,
		punctuations: punctuation.join('|'),
		unk_symbol: '<unk>'
	}
	return { 'punctuation.onnx': graph.model(metadata) }
}

/** A CNN-BiLSTM: every word begins with a capital and ends with a comma. */
export function cnnBilstm(): Files {
	const graph = new Graph()
	for (const name of ['token_ids', 'valid_ids']) graph.input(name, 'int32', ['N', 200])
	const lengths = graph.op('Cast', [graph.input('label_lens', 'int32', ['N'])], { to: 7 })
	// Of each sentence two are its marks of beginning and end.
	const words = graph.op('ReduceSum', [graph.op('Sub', [lengths, graph.ints(2)]), graph.ints(0)], { keepdims: 1 })
	const shape = graph.op('Concat', [words, graph.ints(4)], { axis: 0 })
	graph.output('case_logits', graph.op('Expand', [graph.constant('float', [1, 4], [0, 0, 1, 0]), shape]), 'float', ['words', 4])
	graph.output('punct_logits', graph.op('Expand', [graph.constant('float', [1, 4], [0, 1, 0, 0]), shape]), 'float', ['words', 4])
	const pieces = ['<unk>', '<s>', '</s>', ...ENGLISH, ...'▁abcdefghijklmnopqrstuvwxyz']
	return {
		'punct.onnx': graph.model({ COMMA: 1, PERIOD: 2, QUESTION: 3, UPPER: 1, CAP: 2, MIX_CASE: 3, model_type: 'cnn_bilstm' }),
		'punct.vocab': Buffer.from(pieces.map((piece, i) => `${piece}\t${-i}\n`).join(''))
	}
}
