/** How a transcript is to be written to a file: what the window chooses and main obeys. */
import * as v from 'valibot'

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most))

/** What a subtitle may be. Script without spaces between words (Chinese, Japanese) has its own numbers, for its characters are wider and say more. */
export const SubtitleRules = v.object({
	/** Characters in one line. */
	lineLength: whole(10, 100),
	wideLineLength: whole(6, 60),
	lines: whole(1, 4),
	/** Characters a second that a reader can follow. */
	speed: whole(5, 40),
	wideSpeed: whole(3, 30),
	/** How long one stands, ms. */
	least: whole(0, 5_000),
	most: whole(1_000, 20_000),
	/** Between two, ms. */
	gap: whole(0, 1_000)
})
export type SubtitleRules = v.InferOutput<typeof SubtitleRules>

/**
 * Rules that are in use. `netflix`: its Timed Text Style Guide, general requirements (5/6 s, 7 s, two frames, two lines), English (42 characters, 20 a
 * second) and Simplified Chinese (16, 9). `bbc`: Subtitle Guidelines: two lines, teletext's 37 characters, 160–180 words a minute, which is about
 * 17 characters a second; it has no numbers for Chinese, nor for the shortest gap. `calm`: as `netflix`, at the 17 characters a second it had before. `oneLine`: ours, for small screens.
 */
export const SUBTITLE_PRESETS = {
	calm: { lineLength: 42, wideLineLength: 16, lines: 2, speed: 17, wideSpeed: 9, least: 833, most: 7_000, gap: 83 },
	netflix: { lineLength: 42, wideLineLength: 16, lines: 2, speed: 20, wideSpeed: 9, least: 833, most: 7_000, gap: 83 },
	bbc: { lineLength: 37, wideLineLength: 16, lines: 2, speed: 17, wideSpeed: 9, least: 1_000, most: 7_000, gap: 80 },
	oneLine: { lineLength: 32, wideLineLength: 13, lines: 1, speed: 21, wideSpeed: 9, least: 833, most: 5_000, gap: 83 }
} as const satisfies Readonly<Record<string, SubtitleRules>>

export type SubtitlePreset = keyof typeof SUBTITLE_PRESETS

export const ExportOptions = v.object({
	/** Times before each piece of text, where the format leaves it open; without it as the format is used to. */
	times: v.optional(v.boolean()),
	/** Whether the audio goes along, where a format can take it. */
	audio: v.optional(v.boolean()),
	/** Whether marks and pauses stand in it, where the format leaves it open. Others have them always. */
	marks: v.optional(v.boolean()),
	/** Of what the file says beside the words that were spoken; English when left out. Formats for programs are as they are in any. */
	language: v.optional(v.picklist(['en', 'zh-CN'])),
	subtitles: v.optional(SubtitleRules)
})
export type ExportOptions = v.InferOutput<typeof ExportOptions>

/** A file: its name, and what is in it as text or base64, as `encoding` says. */
export const ExportedFile = v.object({
	name: v.string(),
	mime: v.string(),
	text: v.string(),
	encoding: v.picklist(['utf8', 'base64'])
})
export type ExportedFile = v.InferOutput<typeof ExportedFile>

/** A file that is fetched: the page's own path of it, and its name. */
export const SavedFile = v.object({ path: v.string(), name: v.string() })
export type SavedFile = v.InferOutput<typeof SavedFile>

/** The beginning of a text, for the eye; of subtitles also how many there are, and how many pass faster than they should, for so fast was spoken. */
export const ExportPreview = v.object({
	/** Null: the format is not text. */
	text: v.nullable(v.string()),
	/** More follows. */
	cut: v.boolean(),
	subtitles: v.nullable(v.object({ count: v.number(), fast: v.number() }))
})
export type ExportPreview = v.InferOutput<typeof ExportPreview>
