import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** Streaming Zipformer, Conformer and LSTM transducers of icefall: which of them, the model's metadata says. */
export const streamingTransducer: Kind = {
	id: 'transducer',
	engine: 'sherpa-streaming',
	files: ['encoder', 'decoder', 'joiner', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, times: 'exact', confidence: true, hotwords: true },
	loopsAt: null,
	pauseSeconds: 0.6,
	config: file => ({ transducer: { encoder: file('encoder'), decoder: file('decoder'), joiner: file('joiner') } })
}
