import { clockOf } from '../../native-bridge/protocol/units.ts'
import type { ExportOptions } from '../contract/exporting.ts'
import type { ExportFormat, GapRecord, TranscriptDetail } from '../contract/records.ts'

export type Exported = Pick<TranscriptDetail, 'transcript' | 'segments' | 'edits' | 'gaps' | 'marks' | 'speakers' | 'turns' | 'parts'>

/** Audio that goes along with a text: in it, or beside it under a name. */
export type ExportedAudio =
	| { readonly in: 'text'; readonly mime: string; readonly base64: string }
	| { readonly in: 'file'; readonly mime: string; readonly name: string }

export interface Wish {
	readonly options: ExportOptions
	readonly audio: ExportedAudio | null
}

/** One export format: a transcript in, a file's contents out. */
export interface Format {
	/** The registry's key and `--format`'s word. */
	readonly id: string
	/** As a menu shows it. */
	readonly name: string
	/** Without the dot. */
	readonly extension: string
	readonly mime: string
	/** Which of the options it heeds, `times` with what they are when nobody chose. */
	readonly takes: ExportFormat['takes']
	write(exported: Exported, wish?: Wish): string | Promise<Uint8Array>
}

/** What nobody wished. */
export const PLAIN: Wish = { options: {}, audio: null }

const CAUSES: Readonly<Record<GapRecord['cause'], string>> = {
	damaged: 'the file is damaged here',
	'no-audio': 'the file holds no sound here',
	'not-recorded': 'nobody heard this: what recorded was away',
	'device-lost': 'nobody heard this: the microphone was gone',
	'engine-no-words': 'the engine found no words in the speech here',
	'engine-failed': 'the engine failed here, although the speech may be clear',
	'engine-died': 'the engine died here twice',
	'engine-loop': 'the engine only repeated itself here',
	'engine-unknown-token': 'the engine gave something here that is not text'
}

/** What a gap says where text would stand: where, how long, why. */
export function gapText({ from, to, cause }: Omit<GapRecord, 'transcript'>): string {
	return `[${clockOf(from)}–${clockOf(to)} not transcribed: ${CAUSES[cause]}]`
}
