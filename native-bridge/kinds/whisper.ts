import { type Kind, NOTHING_SPECIAL } from './kind.ts'

/** OpenAI's Whisper. Times of words only from a decoder that gives its attention: model.json says so. */
export const whisper: Kind = {
	id: 'whisper',
	engine: 'sherpa-offline',
	files: ['encoder', 'decoder', 'tokens'],
	abilities: { ...NOTHING_SPECIAL, punctuation: true, detectsLanguage: true, choosesLanguage: true, numbers: 'always' },
	loopsAt: 6,
	pauseSeconds: null,
	config: (file, { language }, { attention }) => ({
		whisper: {
			encoder: file('encoder'),
			decoder: file('decoder'),
			// Of a language that it does not know the library ends the process: the engine passes on only what model.json lists.
			language: language ?? '',
			task: 'transcribe',
			enableTokenTimestamps: attention ? 1 : 0
		}
	})
}
