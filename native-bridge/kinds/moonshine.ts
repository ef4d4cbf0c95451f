import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** Useful Sensors' Moonshine with a merged decoder, from npm and (`.ort`) from 2026 on. */
export const moonshine: Kind = {
	id: 'moonshine',
	engine: 'sherpa-offline',
	files: ['encoder', 'decoder', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, punctuation: true, numbers: 'always' },
	loopsAt: 15,
	pauseSeconds: null,
	config: file => ({ moonshine: { encoder: file('encoder'), mergedDecoder: file('decoder') } })
}
