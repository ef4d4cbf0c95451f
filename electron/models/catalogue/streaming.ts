/** Models that hear while one speaks: their text comes word by word, without a second look. */
import type { CatalogueEntry } from './entry.ts'
import { APACHE, FUNASR } from './licences.ts'
import { released } from './release.ts'

const ZIPFORMER = 'sherpa-onnx-streaming-zipformer-en-20M-2023-02-17'
const PARAFORMER = 'sherpa-onnx-streaming-paraformer-bilingual-zh-en'

export const STREAMING: readonly CatalogueEntry[] = [
	{
		id: 'streaming-zipformer-en-20m',
		purposes: ['fast', 'live'],
		archive: released(ZIPFORMER),
		diskBytes: 45_000_000,
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
				{ role: 'tokens', name: 'tokens.txt' }
			],
			tokens: null,
			origin: ZIPFORMER
		}
	},
	{
		id: 'streaming-paraformer-zh-en',
		purposes: ['live'],
		archive: released(PARAFORMER),
		diskBytes: 230_000_000,
		licence: FUNASR,
		model: {
			name: 'Streaming Paraformer, Chinese and English',
			engine: 'sherpa-streaming',
			kind: 'paraformer',
			languages: ['zh', 'en'],
			files: [
				{ role: 'encoder', name: 'encoder.int8.onnx' },
				{ role: 'decoder', name: 'decoder.int8.onnx' },
				{ role: 'tokens', name: 'tokens.txt' }
			],
			tokens: null,
			origin: PARAFORMER
		}
	}
]
