/** Models made for Chinese and other languages of Asia. */
import type { CatalogueEntry } from './entry.ts'
import { APACHE, FUNASR } from './licences.ts'
import { released } from './release.ts'

const SENSE_VOICE = 'sherpa-onnx-sense-voice-zh-en-ja-ko-yue-int8-2024-07-17'
const DOLPHIN = 'sherpa-onnx-dolphin-base-ctc-multi-lang-int8-2025-04-02'

const ONE_MODEL = {
	engine: 'sherpa-offline',
	files: [
		{ role: 'model', name: 'model.int8.onnx' },
		{ role: 'tokens', name: 'tokens.txt' }
	],
	tokens: null
}

export const ASIAN: readonly CatalogueEntry[] = [
	{
		id: 'sense-voice',
		purposes: ['fast', 'accurate', 'live'],
		archive: released(SENSE_VOICE, 163_002_883, '7d1efa2138a65b0b488df37f8b89e3d91a60676e416f515b952358d83dfd347e'),
		diskBytes: 230_000_000,
		licence: FUNASR,
		model: { ...ONE_MODEL, name: 'SenseVoice small', kind: 'sense-voice', languages: ['zh', 'en', 'ja', 'ko', 'yue'], origin: SENSE_VOICE }
	},
	{
		id: 'dolphin-base',
		purposes: ['many-languages'],
		archive: released(DOLPHIN),
		diskBytes: 100_000_000,
		licence: APACHE,
		model: {
			...ONE_MODEL,
			name: 'Dolphin base',
			kind: 'dolphin',
			languages:
				'zh ja th ru ko id vi yue hi ur ms uz ar fa bn ta te ug gu my tl kk or ne mn km jv lo si fil ps pa kab ba ks tg su mr ky az'.split(
					' '
				),
			origin: DOLPHIN
		}
	}
]
