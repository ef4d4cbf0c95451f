import { type Row, section, table } from './markdown.ts'

/** What the words of a report mean, for someone who never saw Holdfast. Those that occur are explained. */
const WORDS: readonly (readonly [word: string, occurs: RegExp, meaning: string])[] = [
	[
		'engine',
		/\bengine\b/i,
		'The process that turns speech into text. It runs other people’s native code, which is why it is a process of its own.'
	],
	['decoder', /\bdecoder\b/i, 'The process that reads audio out of media files.'],
	['main', /main process|watches main/, 'Holdfast’s central process: it keeps the audio and the text, and watches the others.'],
	['guardian', /\bguardian\b/i, 'A small process that starts Holdfast’s central process again when it dies.'],
	['standby', /\bstandby\b/i, 'A second engine that has its model loaded and waits, so that it can take over at once.'],
	['breadcrumb', /breadcrumb/, 'What a process writes down before each risky step. It is on disk, so it outlives any death.'],
	['heartbeat', /heartbeat/i, 'A question that Holdfast asks each of its processes all the time. One that stops answering is stuck.'],
	['signal', /\bSIG[A-Z]{2,}/, 'How Linux and macOS end a process that did something it may not, or that is to be ended.'],
	['dump', /\bdump\b/i, 'A file with the state of a dead process: its threads, what they were running, and parts of its memory.'],
	['module', /\bmodule\b/i, 'A program or library file. “name+0x1a2b” is a place in it.'],
	['unwind tables', /unwind tables/, 'Data in a module by which callers are found exactly.'],
	['frame pointer', /frame pointer/, 'A chain in memory from each call to its caller: nearly always right.'],
	['a guess', /\ba guess\b/, 'A value on the stack that looks like the place of a call. It may be left over from an earlier one.']
]

/** The words that occur in `text`. */
export function wordsSection(text: string): string {
	const rows = WORDS.flatMap(([word, occurs, meaning]): Row[] => (occurs.test(text) ? [[word, meaning]] : []))
	return section('Words used here', table(rows))
}
