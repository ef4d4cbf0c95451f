import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** FunASR's SenseVoice: Chinese, English, Japanese, Korean, Cantonese. */
export const senseVoice: Kind = {
	id: 'sense-voice',
	engine: 'sherpa-offline',
	files: ['model', 'tokens'],
	abilities: {
		...NOTHING_SPECIAL,
		times: 'exact',
		punctuation: true,
		detectsLanguage: true,
		choosesLanguage: true,
		numbers: 'asked'
	},
	loopsAt: null,
	pauseSeconds: null,
	config: (file, { language, numbers }) => ({
		// With "numbers" comes punctuation: without, it writes none.
		senseVoice: { model: file('model'), language: language ?? 'auto', useInverseTextNormalization: numbers ? 1 : 0 }
	})
}
