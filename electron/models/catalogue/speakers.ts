/** Models that tell speakers apart: who of at most three speaks when, by pyannote, and a print of each voice. They write no text. */
import { SPEAKERS_ENGINE, SPEAKERS_KIND } from '../../../native-bridge/kinds/speakers.ts'
import type { Archive, CatalogueEntry } from './entry.ts'
import { APACHE_AND_MIT, CC_BY_AND_MIT } from './licences.ts'
import { releasedIn } from './release.ts'

/** MIT, as its own LICENSE says, which is kept beside it. */
const SEGMENTATION = releasedIn(
	'speaker-segmentation-models',
	'sherpa-onnx-pyannote-segmentation-3-0.tar.bz2',
	6_958_444,
	'24615ee884c897d9d2ba09bb4d30da6bb1b15e685065962db5b02e76e4996488'
)

const bundle = (id: string, name: string, voices: Archive, file: string, licence: CatalogueEntry['licence']): CatalogueEntry => ({
	id,
	purposes: ['speakers'],
	languageCount: 2,
	archive: SEGMENTATION,
	beside: [voices],
	diskBytes: 6_000_000 + (voices.bytes ?? 0),
	licence,
	model: {
		name,
		engine: SPEAKERS_ENGINE,
		kind: SPEAKERS_KIND,
		languages: ['mul'],
		files: [
			{ role: 'segmentation', name: 'model.onnx' },
			{ role: 'embedding', name: file }
		],
		tokens: null,
		origin: `sherpa-onnx-pyannote-segmentation-3-0 + ${file}`
	}
})

const ERES2NET = '3dspeaker_speech_eres2net_base_sv_zh-cn_3dspeaker_16k.onnx'
const TITANET = 'nemo_en_titanet_small.onnx'

export const SPEAKERS: readonly CatalogueEntry[] = [
	bundle(
		'speakers-eres2net',
		'Speakers (pyannote 3, ERes2Net)',
		releasedIn('speaker-recongition-models', ERES2NET, 39_593_761, '1a331345f04805badbb495c775a6ddffcdd1a732567d5ec8b3d5749e3c7a5e4b'),
		ERES2NET,
		APACHE_AND_MIT
	),
	bundle(
		'speakers-titanet',
		'Speakers (pyannote 3, TitaNet small)',
		releasedIn('speaker-recongition-models', TITANET, 40_257_283, 'ad4a1802485d8b34c722d2a9d04249662f2ece5d28a7a039063ca22f515a789e'),
		TITANET,
		CC_BY_AND_MIT
	)
]
