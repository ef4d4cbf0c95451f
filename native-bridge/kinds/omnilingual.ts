import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** Meta's Omnilingual ASR: 1600 languages, written in their letters without punctuation. */
export const omnilingual: Kind = {
	id: 'omnilingual',
	engine: 'sherpa-offline',
	files: ['model', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, times: 'exact' },
	loopsAt: null,
	pauseSeconds: null,
	config: file => ({ omnilingual: { model: file('model') } })
}
