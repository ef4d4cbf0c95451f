import { extname } from 'node:path'

/** What a player must be told of a recording's file: a journal is a WAV, its copy Opus in Ogg. */
export function audioType(path: string): string {
	return extname(path) === '.opus' ? 'audio/ogg; codecs=opus' : 'audio/wav'
}
