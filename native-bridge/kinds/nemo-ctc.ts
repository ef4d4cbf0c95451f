import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** NVIDIA's CTC models (Parakeet CTC, Citrinet, GigaAM). */
export const nemoCtc: Kind = {
	id: 'nemo-ctc',
	engine: 'sherpa-offline',
	files: ['model', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, times: 'exact', punctuation: true },
	loopsAt: null,
	pauseSeconds: null,
	config: file => ({ nemoCtc: { model: file('model') } })
}
