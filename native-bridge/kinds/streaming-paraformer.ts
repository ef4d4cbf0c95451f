import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** FunASR's streaming Paraformer: Chinese and English. */
export const streamingParaformer: Kind = {
	id: 'paraformer',
	engine: 'sherpa-streaming',
	files: ['encoder', 'decoder', 'tokens'],
	abilities: NOTHING_SPECIAL,
	loopsAt: null,
	// It counts silence by chunks of 0.6 s, from the beginning of the last one with a word.
	pauseSeconds: 1.4,
	config: file => ({ paraformer: { encoder: file('encoder'), decoder: file('decoder') } })
}
