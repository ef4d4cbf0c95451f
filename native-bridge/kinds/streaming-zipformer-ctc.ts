import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** Streaming Zipformers of icefall with a CTC head. */
export const streamingZipformerCtc: Kind = {
	id: 'zipformer-ctc',
	engine: 'sherpa-streaming',
	files: ['model', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, times: 'exact' },
	loopsAt: null,
	pauseSeconds: 0.6,
	config: file => ({ zipformer2Ctc: { model: file('model') } })
}
