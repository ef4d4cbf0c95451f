import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** NVIDIA's Canary: one of four languages, which it must be told. */
export const canary: Kind = {
	id: 'canary',
	engine: 'sherpa-offline',
	files: ['encoder', 'decoder', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, punctuation: true, choosesLanguage: true, numbers: 'always' },
	loopsAt: 30,
	pauseSeconds: null,
	config: (file, { language }) => ({
		canary: { encoder: file('encoder'), decoder: file('decoder'), srcLang: language ?? '', tgtLang: language ?? '', usePnc: 1 }
	})
}
