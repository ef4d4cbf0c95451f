import type { Transcript } from '../../../electron/contract/records.ts'

type AudioTrack = NonNullable<Transcript['source']>['tracks'][number]
type Source = Pick<Transcript, 'source' | 'sourceTrack' | 'sourceChannel'>

/** Which of the file's tracks this text is of; null where its file has but one, or nobody counted them. */
export function trackOf({ source, sourceTrack }: Source): { readonly at: number; readonly of: number } | null {
	const of = source?.tracks.length ?? 0
	const at = sourceTrack ?? source?.track ?? null
	return of > 1 && at !== null ? { at, of } : null
}

/** The file's tracks of which this text is not. */
export function otherTracks(transcript: Source): readonly { readonly at: number; readonly track: AudioTrack }[] {
	const here = trackOf(transcript)
	if (here === null) return []
	return (transcript.source?.tracks ?? []).map((track, at) => ({ at, track })).filter(({ at }) => at !== here.at)
}

/** How many channels were mixed for this text; 0 where it is of one. More than eight are not speakers. */
export function channelsOf({ source, sourceChannel }: Source): number {
	const channels = source?.channels ?? 1
	return sourceChannel === null && channels > 1 && channels <= 8 ? channels : 0
}

/** The decoder that read the file where the usual one could not, or is not here: its name; null for the usual one. */
export function fallbackOf({ source }: Pick<Source, 'source'>): string | null {
	const name = source?.decoder.split(',')[0] ?? 'node-av'
	return name === 'node-av' ? null : name
}

/** As people write them; FFmpeg's word in capitals for the rest. */
const CODECS: Readonly<Record<string, string>> = {
	opus: 'Opus',
	vorbis: 'Vorbis',
	speex: 'Speex',
	amr_nb: 'AMR',
	amr_wb: 'AMR-WB',
	mp3float: 'MP3'
}

/** A codec by its name; null: nobody knows. */
export function codecName(codec: string | null | undefined): string | null {
	if (!codec) return null
	if (codec.startsWith('pcm_')) return 'PCM'
	return CODECS[codec] ?? codec.toUpperCase().replaceAll('_', ' ')
}
