import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** FireRedASR with an attention decoder: Chinese, its dialects, and English. */
export const fireRed: Kind = {
	id: 'fire-red',
	engine: 'sherpa-offline',
	files: ['encoder', 'decoder', 'tokens'],
	abilities: NOTHING_SPECIAL,
	loopsAt: 8,
	pauseSeconds: null,
	config: file => ({ fireRedAsr: { encoder: file('encoder'), decoder: file('decoder') } })
}
