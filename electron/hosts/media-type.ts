import { extname } from 'node:path'

/** What a player must be told of a recording's file: a journal is a WAV, its copy Opus in Ogg. */
export function audioType(path: string): string {
	return extname(path) === '.opus' ? 'audio/ogg; codecs=opus' : 'audio/wav'
}

/** By the ending that people give films; the rest is for the browser to find out, or to refuse. */
const FILMS: Readonly<Record<string, string>> = {
	'.mp4': 'video/mp4',
	'.m4v': 'video/mp4',
	'.mov': 'video/mp4',
	'.3gp': 'video/3gpp',
	'.webm': 'video/webm',
	'.mkv': 'video/webm',
	'.ogv': 'video/ogg'
}

/** What a player must be told of a film. `name`: as the user knows the file; an upload lies under another. */
export function filmType(name: string): string {
	return FILMS[extname(name).toLowerCase()] ?? 'application/octet-stream'
}
