/** NVIDIA's models: Parakeet and Canary. */
import type { CatalogueEntry } from './entry.ts'
import { CC_BY } from './licences.ts'
import { released } from './release.ts'

const V3 = 'sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8'
const V2 = 'sherpa-onnx-nemo-parakeet-tdt-0.6b-v2-int8'
const CTC = 'sherpa-onnx-nemo-parakeet_tdt_ctc_110m-en-36000-int8'
const CANARY = 'sherpa-onnx-nemo-canary-180m-flash-en-es-de-fr-int8'

const TRANSDUCER = {
	engine: 'sherpa-offline',
	kind: 'nemo-transducer',
	files: [
		{ role: 'encoder', name: 'encoder.int8.onnx' },
		{ role: 'decoder', name: 'decoder.int8.onnx' },
		{ role: 'joiner', name: 'joiner.int8.onnx' },
		{ role: 'tokens', name: 'tokens.txt' }
	],
	tokens: null
}

export const NEMO: readonly CatalogueEntry[] = [
	{
		id: 'parakeet-tdt-0.6b-v3',
		purposes: ['accurate', 'many-languages'],
		archive: released(V3, 487_170_055, '5793d0fd397c5778d2cf2126994d58e9d56b1be7c04d13c7a15bb1b4eafb16bf'),
		diskBytes: 640_000_000,
		licence: CC_BY,
		model: {
			...TRANSDUCER,
			name: 'Parakeet TDT 0.6B v3',
			languages: 'en de fr es it pt nl pl ru uk cs sk sl hr bg ro hu el da sv fi et lv lt mt'.split(' '),
			origin: V3
		}
	},
	{
		id: 'parakeet-tdt-0.6b-v2',
		purposes: ['accurate'],
		archive: released(V2, 482_468_385, '157c157bc51155e03e37d2466522a3a737dd9c72bb25f36eb18912964161e1ad'),
		diskBytes: 630_000_000,
		licence: CC_BY,
		model: { ...TRANSDUCER, name: 'Parakeet TDT 0.6B v2, English', languages: ['en'], origin: V2 }
	},
	{
		id: 'parakeet-110m-en',
		purposes: ['fast', 'accurate', 'live'],
		archive: released(CTC, 104_337_827, '17f945007b52ccd8b7200ffc7c5652e9e8e961dfdf479cefcabd06cf5703630b'),
		diskBytes: 131_700_000,
		licence: CC_BY,
		model: {
			name: 'Parakeet 110M, English',
			engine: 'sherpa-offline',
			kind: 'nemo-ctc',
			languages: ['en'],
			files: [
				{ role: 'model', name: 'model.int8.onnx' },
				{ role: 'tokens', name: 'tokens.txt' }
			],
			tokens: null,
			origin: CTC
		}
	},
	{
		id: 'canary-180m-flash',
		purposes: ['fast', 'accurate'],
		archive: released(CANARY, 153_692_328, '7a38ed8b13f014ad632b09ff8d22e0c6f1359dd046af9235d281dfae841b9ab9'),
		diskBytes: 200_000_000,
		licence: CC_BY,
		model: {
			name: 'Canary 180M flash',
			engine: 'sherpa-offline',
			kind: 'canary',
			languages: ['en', 'es', 'de', 'fr'],
			files: [
				{ role: 'encoder', name: 'encoder.int8.onnx' },
				{ role: 'decoder', name: 'decoder.int8.onnx' },
				{ role: 'tokens', name: 'tokens.txt' }
			],
			tokens: null,
			origin: CANARY
		}
	}
]
