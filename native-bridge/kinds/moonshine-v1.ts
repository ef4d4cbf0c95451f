import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** Moonshine as it was first published: four networks. */
export const moonshineV1: Kind = {
	id: 'moonshine-v1',
	engine: 'sherpa-offline',
	files: ['preprocessor', 'encoder', 'uncached-decoder', 'cached-decoder', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, punctuation: true, numbers: 'always' },
	loopsAt: 6,
	pauseSeconds: null,
	config: file => ({
		moonshine: {
			preprocessor: file('preprocessor'),
			encoder: file('encoder'),
			uncachedDecoder: file('uncached-decoder'),
			cachedDecoder: file('cached-decoder')
		}
	})
}
