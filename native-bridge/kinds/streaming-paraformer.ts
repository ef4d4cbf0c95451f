import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** FunASR's streaming Paraformer: Chinese and English. */
export const streamingParaformer: Kind = {
	id: 'paraformer',
	engine: 'sherpa-streaming',
	files: ['encoder', 'decoder', 'tokens'],
	abilities: NOTHING_SPECIAL,
	loopsAt: null,
	config: file => ({ paraformer: { encoder: file('encoder'), decoder: file('decoder') } })
}
