import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** DataoceanAI's Dolphin: forty languages of Asia, one model. */
export const dolphin: Kind = {
	id: 'dolphin',
	engine: 'sherpa-offline',
	files: ['model', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, times: 'exact' },
	loopsAt: null,
	pauseSeconds: null,
	config: file => ({ dolphin: { model: file('model') } })
}
