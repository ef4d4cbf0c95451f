import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** FunASR's Paraformer, not streaming: Chinese and English. Some of its exports give times, most do not. */
export const paraformer: Kind = {
	id: 'paraformer',
	engine: 'sherpa-offline',
	files: ['model', 'tokens'],
	abilities: NOTHING_SPECIAL,
	loopsAt: null,
	pauseSeconds: null,
	config: file => ({ paraformer: { model: file('model') } })
}
