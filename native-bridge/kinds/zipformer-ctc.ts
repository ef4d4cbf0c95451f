import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** Zipformers of icefall with a CTC head, not streaming. */
export const zipformerCtc: Kind = {
	id: 'zipformer-ctc',
	engine: 'sherpa-offline',
	files: ['model', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, times: 'exact' },
	loopsAt: null,
	pauseSeconds: null,
	config: file => ({ zipformerCtc: { model: file('model') } })
}
