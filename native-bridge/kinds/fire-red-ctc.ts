import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** FireRedASR2 with a CTC head: Chinese, its dialects, and English. */
export const fireRedCtc: Kind = {
	id: 'fire-red-ctc',
	engine: 'sherpa-offline',
	files: ['model', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, times: 'exact' },
	loopsAt: null,
	pauseSeconds: null,
	config: file => ({ fireRedAsrCtc: { model: file('model') } })
}
