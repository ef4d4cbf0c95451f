/** What the user has chosen and main acts on. What only a window needs is kept by the window. */
import * as v from 'valibot'
import { Wishes } from '../../native-bridge/protocol/messages.ts'
import { languageTag, NO_WISH, Wish } from './wish.ts'

/**
 * Keys as Electron writes them: at least one modifier but Shift, or a function key; then the key. One that any text would trigger, typed
 * in whatever program, is refused.
 */
export const KEYS =
	/^(?:(?:(?:CommandOrControl|Control|Alt|Super|Shift)\+)*(?:CommandOrControl|Control|Alt|Super)\+(?:Shift\+)?(?:[A-Z0-9]|Space|F\d{1,2})|(?:Shift\+)?F(?:[1-9]|1\d|2[0-4]))$/

export const Settings = v.object({
	/** A second engine, loaded and waiting. `auto`: when the machine has memory to spare. */
	standby: v.picklist(['auto', 'on', 'off']),
	/** Days that deaths and dumps are kept; null: for ever. */
	keepCrashesDays: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650))),
	/** What is kept of a finished recording: the journal as it is (115 MB an hour), an Opus copy (about a tenth), or both. */
	keepAudio: v.picklist(['wav', 'opus', 'both']),
	/** Whether an ended recording is transcribed once more as a file is, which knows more of what comes after. */
	polish: v.boolean(),
	/** Nothing of the queue is worked on: files wait, and second passes. Recordings go on. */
	queuePaused: v.boolean(),
	/** Two files transcribed at once, by a second engine. `auto`: when the machine has processors and memory to spare. */
	twoFiles: v.picklist(['auto', 'on', 'off']),
	/** What lands in this folder is transcribed, and its text written beside it; null: none is watched. Answered with why not when it can't be. */
	watchFolder: v.nullable(v.pipe(v.string(), v.maxLength(8_000))),
	/** The format of those texts, one of `exports.formats`. */
	watchFormat: v.pipe(v.string(), v.maxLength(40)),
	/** With which model and in which language they are heard. */
	watchWish: Wish,
	/** The language that is spoken, unless said otherwise, as in BCP 47. */
	spoken: languageTag,
	/** The model for each language: loaded beside the engine, which it takes the place of when it is ready; one that is not there is passed over. */
	model: v.record(v.pipe(v.string(), v.maxLength(20)), v.pipe(v.string(), v.maxLength(200))),
	/** The model that tells speakers apart; null, or one that is not there: the first by name. */
	speakersModel: v.nullable(v.pipe(v.string(), v.maxLength(200))),
	/** The model finds out which language is spoken, where it can; else it is told `spoken`. */
	detectLanguage: v.boolean(),
	/** Names and terms that are likely to be said, and whether numbers are to be written as one writes them, where the model can. */
	hotwords: v.pipe(Wishes.entries.hotwords, v.maxLength(500)),
	numbers: Wishes.entries.numbers,
	/** Of those what the engine could not be loaded with (`model`: its name): not wished until the user wants it again. Null: nothing. */
	wishesAside: v.nullable(v.object({ model: v.string(), hotwords: Wishes.entries.hotwords, numbers: Wishes.entries.numbers })),
	/** Where archives of models are fetched from before their makers are asked: a folder of the web that has them under their own names. */
	modelMirror: v.nullable(v.pipe(v.string(), v.maxLength(2_000), v.url(), v.regex(/^https?:\/\//))),
	/** The way to them, `http://host:port`; null: as the environment says. */
	proxy: v.nullable(v.pipe(v.string(), v.maxLength(2_000), v.url(), v.regex(/^https?:\/\//))),
	/** Looks once a day whether there is a newer Holdfast: the one connection that nobody clicked for, so off until it is wanted. */
	updateCheck: v.boolean(),
	/** Keys that start and end a recording from anywhere in the system; null: none. The desktop app only, as are all below but `notify`. */
	recordKeys: v.nullable(v.pipe(v.string(), v.regex(KEYS))),
	/** Drawing with the graphics hardware, from the next start on. `auto`: until it has crashed several times. */
	graphics: v.picklist(['auto', 'on', 'off']),
	/** What closing the window does; while something is recorded it is asked instead. `tray`: Holdfast goes on without a window. */
	whenClosed: v.picklist(['quit', 'tray']),
	/** Started with the user's session, without a window. */
	openAtLogin: v.boolean(),
	/** Told by the system when a transcript is done and Holdfast’s window is not in front; in a browser, if that may. */
	notify: v.boolean()
})
export type Settings = v.InferOutput<typeof Settings>

export const DEFAULT_SETTINGS: Settings = {
	standby: 'auto',
	keepCrashesDays: 90,
	keepAudio: 'both',
	polish: true,
	queuePaused: false,
	twoFiles: 'auto',
	watchFolder: null,
	watchFormat: 'txt',
	watchWish: NO_WISH,
	spoken: 'en',
	model: {},
	speakersModel: null,
	detectLanguage: false,
	hotwords: [],
	numbers: true,
	wishesAside: null,
	modelMirror: null,
	proxy: null,
	updateCheck: false,
	recordKeys: null,
	graphics: 'auto',
	whenClosed: 'quit',
	openAtLogin: false,
	notify: true
}
