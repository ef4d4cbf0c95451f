import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** NVIDIA's transducers (Parakeet TDT). They find out the language, but don't say which. */
export const nemoTransducer: Kind = {
	id: 'nemo-transducer',
	engine: 'sherpa-offline',
	files: ['encoder', 'decoder', 'joiner', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, times: 'exact', confidence: true, punctuation: true, hotwords: true, numbers: 'always' },
	loopsAt: null,
	pauseSeconds: null,
	config: file => ({
		transducer: { encoder: file('encoder'), decoder: file('decoder'), joiner: file('joiner') },
		modelType: 'nemo_transducer'
	})
}
