import { clockOf } from '../../native-bridge/protocol/units.ts'
import type { ExportOptions } from '../contract/exporting.ts'
import type { ExportFormat, GapRecord, TranscriptDetail } from '../contract/records.ts'
import { EXPORT_WORDS, type ExportWords } from './words.ts'

export type Exported = Pick<TranscriptDetail, 'transcript' | 'segments' | 'edits' | 'gaps' | 'marks' | 'speakers' | 'turns' | 'parts'>

/** Words for the file, as its language wants them. */
export function wordsFor({ language = 'en' }: ExportOptions): ExportWords {
	return EXPORT_WORDS[language]
}

/** Audio that goes along with a text: in it, or beside it under a name. `offset`: samples of the whole before its first. */
export type ExportedAudio = { readonly offset: number; readonly mime: string } & (
	| { readonly in: 'text'; readonly base64: string }
	| { readonly in: 'file'; readonly name: string }
)

export interface Wish {
	readonly options: ExportOptions
	/** Of the recording and its other channels; null without. */
	readonly audio: readonly [ExportedAudio, ...ExportedAudio[]] | null
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

/** What a gap says where text would stand, without brackets: where, how long, why. */
export function gapText({ from, to, cause }: Omit<GapRecord, 'transcript'>, words: ExportWords): string {
	return words.gap(`${clockOf(from)}–${clockOf(to)}`, cause)
}
