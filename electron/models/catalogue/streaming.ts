/** Models that hear while one speaks: their text comes word by word, without a second look. */
import type { CatalogueEntry } from './entry.ts'
import { APACHE, FUNASR } from './licences.ts'
import { released, releasedIn } from './release.ts'

const ZIPFORMER = 'sherpa-onnx-streaming-zipformer-en-20M-2023-02-17'
const PARAFORMER = 'sherpa-onnx-streaming-paraformer-bilingual-zh-en'

/** FunASR's CT-Transformer, Apache 2.0: sets Chinese and English punctuation in what a recogniser leaves without. */
const PUNCTUATION = {
	...releasedIn(
		'punctuation-models',
		'sherpa-onnx-punct-ct-transformer-zh-en-vocab272727-2024-04-12-int8.tar.bz2',
		null,
		'c0d5aa5f8eeb686032345e180bedf39319dc2e0556781c6264bcadba8328a6e1'
	),
	take: { 'model.int8.onnx': 'punctuation.int8.onnx' }
}

/** Edge-Punct-Casing, Apache 2.0 as its authors publish it: sets English punctuation and case. */
const ENGLISH_PUNCTUATION = {
	...releasedIn(
		'punctuation-models',
		'sherpa-onnx-online-punct-en-2024-08-06.tar.bz2',
		30_667_839,
		'9f5e5a72c7d2829635bd074fce92b6bbd5b78da8a52e7ad8ed1be933f366b99d'
	),
	take: { 'model.int8.onnx': 'punctuation.int8.onnx', 'bpe.vocab': 'punctuation.vocab' }
}

export const STREAMING: readonly CatalogueEntry[] = [
	{
		id: 'streaming-zipformer-en-20m',
		purposes: ['fast', 'live'],
		archive: released(ZIPFORMER, 127_887_156, '9c559283e8498d3fe95913c79ca1cb454bb26281ac2b102b41306c7d752765d9'),
		beside: [ENGLISH_PUNCTUATION],
		diskBytes: 53_000_000,
		licence: APACHE,
		model: {
			name: 'Streaming Zipformer 20M, English',
			engine: 'sherpa-streaming',
			kind: 'transducer',
			languages: ['en'],
			files: [
				{ role: 'encoder', name: 'encoder-epoch-99-avg-1.int8.onnx' },
				{ role: 'decoder', name: 'decoder-epoch-99-avg-1.int8.onnx' },
				{ role: 'joiner', name: 'joiner-epoch-99-avg-1.int8.onnx' },
				{ role: 'tokens', name: 'tokens.txt' },
				{ role: 'punctuation-cnn', name: 'punctuation.int8.onnx' },
				{ role: 'punctuation-vocab', name: 'punctuation.vocab' }
			],
			tokens: null,
			origin: ZIPFORMER
		}
	},
	{
		id: 'streaming-paraformer-zh-en',
		purposes: ['live'],
		archive: released(PARAFORMER),
		beside: [PUNCTUATION],
		diskBytes: 305_000_000,
		licence: FUNASR,
		model: {
			name: 'Streaming Paraformer, Chinese and English',
			engine: 'sherpa-streaming',
			kind: 'paraformer',
			languages: ['zh', 'en'],
			files: [
				{ role: 'encoder', name: 'encoder.int8.onnx' },
				{ role: 'decoder', name: 'decoder.int8.onnx' },
				{ role: 'tokens', name: 'tokens.txt' },
				{ role: 'punctuation', name: 'punctuation.int8.onnx' }
			],
			tokens: null,
			origin: PARAFORMER
		}
	}
]
