import { SAMPLE_RATE, secondsOf } from '../../native-bridge/protocol/units.ts'
import { SUBTITLE_PRESETS, type SubtitleRules } from '../contract/exporting.ts'
import type { Mark } from '../contract/records.ts'
import { isWide } from '../contract/script.ts'
import { type Atom, atomsOf } from './atoms.ts'
import { type ChannelText, channelsOf } from './channels.ts'
import { type Exported, gapText } from './format.ts'
import { markText } from './marks.ts'
import { linesOf, slices, textOf } from './subtitle-lines.ts'
import { EXPORT_WORDS, type ExportWords } from './words.ts'

export interface Cue {
	/** Who is heard; null where nobody said. */
	readonly who: string | null
	/** Samples. */
	readonly from: number
	readonly to: number
	readonly lines: readonly string[]
	/** Whether it passes faster than the rules want. */
	readonly fast: boolean
}

export interface CueWish {
	readonly rules: SubtitleRules
	/** Whether who speaks stands before the words, and takes its room. */
	readonly named: boolean
	readonly words: ExportWords
	/** Whether marks and pauses are cues too. */
	readonly marked: boolean
}

interface Draft {
	readonly who: string | null
	readonly from: number
	readonly to: number
	readonly lines: readonly string[]
	/** Characters a second; null for what is nobody's speech. */
	readonly speed: number | null
}

/** Segments cut into subtitles between words, by the words' (estimated) times and these rules. Gaps are cues of their own. */
export function cuesOf(exported: Exported, wish: Partial<CueWish> = {}): Cue[] {
	const { rules = SUBTITLE_PRESETS.calm, named = false, words = EXPORT_WORDS.en, marked = false } = wish
	return channelsOf(exported, words)
		.flatMap(each => cuesOfChannel(each, { rules, named, words }))
		.concat(marked ? exported.marks.map(mark => cueOfMark(mark, { rules, words })) : [])
		.sort((a, b) => a.from - b.from)
}

function cuesOfChannel({ who: channel, lines: spoken, gaps }: ChannelText, { rules, named, words }: Omit<CueWish, 'marked'>): Cue[] {
	const before = (who: string | null) => (named && who !== null ? words.named(who) : '')
	const drafts: Draft[] = [
		...gaps.map(gap => {
			const lines = unspoken(`${before(channel)}[${gapText(gap, words)}]`, rules)
			return { who: channel, from: gap.from, to: gap.to, lines, speed: null }
		}),
		...spoken.flatMap(line => {
			const wide = isWide(line.text)
			const length = wide ? rules.wideLineLength : rules.lineLength
			const who = before(line.who)
			return cut(atomsOf(line), { rules, length, who }).map(atoms => ({
				who: line.who,
				from: atoms[0]?.from ?? line.from,
				to: atoms.at(-1)?.to ?? line.to,
				lines: linesOf(withName(atoms, who), length),
				speed: wide ? rules.wideSpeed : rules.speed
			}))
		})
	].sort((a, b) => a.from - b.from)
	return drafts.map((draft, n) => timed(draft, drafts[n + 1], rules))
}

/** Beside what is said there, for two seconds, or as short as a cue may be. */
function cueOfMark(mark: Mark, { rules, words }: Pick<CueWish, 'rules' | 'words'>): Cue {
	const ms = Math.max(rules.least, Math.min(2_000, rules.most))
	const to = mark.sample + Math.round((ms * SAMPLE_RATE) / 1_000)
	return { who: null, from: mark.sample, to, lines: unspoken(`[${markText(mark, words)}]`, rules), fast: false }
}

/** What nobody says, in lines. */
function unspoken(text: string, rules: SubtitleRules): string[] {
	return linesOf(
		text.split(' ').map(part => ({ text: part, space: ' ', ...{ from: 0, to: 0 } })),
		rules.lineLength
	)
}

/** Stands long enough to be read where there is time for it, and ends a little before the next begins. */
function timed({ who, from, to, lines, speed }: Draft, next: Draft | undefined, rules: SubtitleRules): Cue {
	const characters = lines.join('').length
	const wanted = speed === null ? 0 : Math.max(rules.least, Math.min(rules.most, (characters / speed) * 1_000))
	const samples = (ms: number) => Math.round((ms * SAMPLE_RATE) / 1_000)
	const latest = next === undefined ? Number.POSITIVE_INFINITY : next.from - samples(rules.gap)
	// Where the next begins at once, something must stand all the same.
	const end = Math.max(Math.min(Math.max(to, from + samples(wanted)), latest), from + samples(1))
	return { who, from, to: end, lines, fast: speed !== null && (characters * SAMPLE_RATE) / (end - from) > speed + 0.5 }
}

/** Whole sentences where they fit; else after a comma in the second half; else where it is full. */
function cut(atoms: readonly Atom[], { rules, length, who }: { rules: SubtitleRules; length: number; who: string }): Atom[][] {
	const room = length * rules.lines
	const cues: Atom[][] = []
	let open: Atom[] = []
	const fits = (some: readonly Atom[]) =>
		linesOf(withName(some, who), length).length <= rules.lines &&
		(some.at(-1)?.to ?? 0) - (some[0]?.from ?? 0) <= (rules.most * SAMPLE_RATE) / 1_000
	for (const atom of atoms) {
		while (open.length > 0 && !fits([...open, atom])) {
			const at = goodBreak(open)
			cues.push(open.slice(0, at))
			open = open.slice(at)
		}
		// A word longer than everything is cut where there is no more room for it.
		for (const part of open.length === 0 && !fits([atom]) ? slices(atom, Math.max(1, room - who.length)) : [atom]) {
			if (open.length > 0 && !fits([...open, part])) {
				cues.push(open)
				open = []
			}
			open.push(part)
		}
		if (/[.?!…。？！]["'”’」』)]*$/.test(atom.text) && textOf(open).length > room / 2) {
			cues.push(open)
			open = []
		}
	}
	if (open.length > 0) cues.push(open)
	return cues
}

function goodBreak(atoms: readonly Atom[]): number {
	const whole = textOf(atoms).length
	for (let n = atoms.length; n > 1; n--) {
		if (textOf(atoms.slice(0, n)).length < whole / 2) break
		if (/[,;:.?!，、；：。？！]$/.test(atoms[n - 1]?.text ?? '')) return n
	}
	return atoms.length
}

/** A name stands before the first word. */
function withName(atoms: readonly Atom[], who: string): readonly Atom[] {
	const [first, ...rest] = atoms
	if (who === '' || first === undefined) return atoms
	return [{ text: who.trimEnd(), space: '', from: first.from, to: first.from }, { ...first, space: who.endsWith(' ') ? ' ' : '' }, ...rest]
}

/** `hh:mm:ss` and milliseconds after `mark`: `,` in SRT, `.` in WebVTT. */
export function timecode(samples: number, mark: ',' | '.'): string {
	const ms = Math.round(secondsOf(samples) * 1000)
	const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
	return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${mark}${String(ms % 1000).padStart(3, '0')}`
}
