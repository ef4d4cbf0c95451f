import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** Zipformer and Conformer transducers of icefall, not streaming. */
export const transducer: Kind = {
	id: 'transducer',
	engine: 'sherpa-offline',
	files: ['encoder', 'decoder', 'joiner', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, times: 'exact', confidence: true, hotwords: true },
	loopsAt: null,
	pauseSeconds: null,
	config: file => ({
		transducer: { encoder: file('encoder'), decoder: file('decoder'), joiner: file('joiner') },
		modelType: 'transducer'
	})
}
