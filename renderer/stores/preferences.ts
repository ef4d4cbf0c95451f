import * as v from 'valibot'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { SUBTITLE_PRESETS, SubtitleRules } from '../../electron/contract/exporting.ts'
import { NO_WISH, Wish } from '../../electron/contract/wish.ts'
import { Chosen, EVERYTHING } from './library-choice.ts'

/** What nobody chose. */
const NO_EXPORT = { format: 'txt', times: {}, audio: true, marks: false, preset: 'calm', rules: SUBTITLE_PRESETS.calm } as const

const Exporting = v.object({
	/** One of main's formats; one that is gone is the first. */
	format: v.fallback(v.string(), NO_EXPORT.format),
	/** Whether times stand in it, for each format that somebody chose it for. */
	times: v.fallback(v.record(v.string(), v.boolean()), {}),
	audio: v.fallback(v.boolean(), NO_EXPORT.audio),
	/** Whether marks stand in it, for formats that can do without. */
	marks: v.fallback(v.boolean(), NO_EXPORT.marks),
	preset: v.fallback(v.picklist(['calm', 'netflix', 'bbc', 'oneLine', 'own']), NO_EXPORT.preset),
	/** The user's own rules for subtitles. */
	rules: v.fallback(SubtitleRules, NO_EXPORT.rules)
})
export type Exporting = v.InferOutput<typeof Exporting>

/** What this window remembers for its user, in the page's own storage. */
export const Preferences = v.object({
	language: v.fallback(v.picklist(['system', 'en', 'zh-CN']), 'system'),
	theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
	/** The microphone's id; null is the system's choice. */
	microphone: v.fallback(v.nullable(v.string()), null),
	/** What is seen of the library. */
	library: v.fallback(Chosen, () => ({ ...EVERYTHING })),
	/** How the last export was to be. */
	exporting: v.fallback(Exporting, () => ({ ...NO_EXPORT })),
	/** The browser's own processing, off unless chosen: the engine was measured on plain speech. */
	echoCancellation: v.fallback(v.boolean(), false),
	noiseSuppression: v.fallback(v.boolean(), false),
	autoGainControl: v.fallback(v.boolean(), false),
	/** Whether what the machine plays is recorded too. */
	systemAudio: v.fallback(v.boolean(), false),
	/** With which model and in which language recordings are heard, and files that are added. */
	recordingWish: v.fallback(Wish, () => ({ ...NO_WISH })),
	filesWish: v.fallback(Wish, () => ({ ...NO_WISH })),
	/** How fast transcripts are played, and how loud, 0–1. */
	rate: v.fallback(v.pipe(v.number(), v.minValue(0.5), v.maxValue(3)), 1),
	volume: v.fallback(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1),
	/** Whether the picture of a film is shown beside its text. */
	films: v.fallback(v.boolean(), true),
	/** Whether playback passes over what is silent. */
	skipSilence: v.fallback(v.boolean(), false)
})
export type Preferences = v.InferOutput<typeof Preferences>

const KEY = 'holdfast.preferences'

/**
 * Every change is kept at once, and only what was changed: another window may have chosen something since this one was opened. What can't be
 * read, or kept (private windows), is as if it had not been chosen.
 */
export function createPreferencesStore(storage: Pick<Storage, 'getItem' | 'setItem'>): StoreApi<Preferences> {
	const store = createStore<Preferences>(() => preferencesOf(read(storage)))
	store.subscribe((state, before) => {
		const chosen = Object.entries(state).filter(([name, value]) => value !== before[name as keyof Preferences])
		try {
			storage.setItem(KEY, JSON.stringify({ ...read(storage), ...Object.fromEntries(chosen) }))
		} catch {
			// Storage is full or forbidden: the choice holds for this page.
		}
	})
	return store
}

/** What was kept, whatever it is: what is missing in it or can't be is as if it had not been chosen. */
export function preferencesOf(kept: unknown): Preferences {
	// A fallback stands in for a wrong value, not for a missing one.
	const missing = Object.fromEntries(Object.keys(Preferences.entries).map(name => [name, undefined]))
	return v.parse(Preferences, { ...missing, ...(typeof kept === 'object' ? kept : {}) })
}

function read(storage: Pick<Storage, 'getItem'>): object {
	try {
		const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '{}')
		return typeof kept === 'object' && kept !== null ? kept : {}
	} catch {
		return {}
	}
}
