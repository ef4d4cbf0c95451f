/** What the window and Electron's main say to each other about the desktop around them. In the browser host none of it is spoken. */
import * as v from 'valibot'

const id = v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}$/, 'must be an id'))

/** The languages that Holdfast speaks. */
export const Locale = v.picklist(['en', 'zh-CN'])
export type Locale = v.InferOutput<typeof Locale>

/** Window → main. */
export const FromWindowToDesktop = v.variant('type', [
	/** The window's language: menus and questions of the system's follow it. */
	v.object({ type: v.literal('language'), locale: Locale }),
	/** A transcript is being dragged out of the window: as a file, in a format of `exports.formats`. */
	v.object({ type: v.literal('drag'), transcript: id, format: v.string() }),
	/** Opens the page of the system's settings where the microphone, or hearing what the machine plays, is allowed. */
	v.object({ type: v.literal('open-settings'), page: v.picklist(['microphone', 'system-audio']) }),
	/** Asks for the folder to be watched (see `Settings.watchFolder`); what is chosen comes as the setting. */
	v.object({ type: v.literal('choose-watch-folder') }),
	/** Asks for the folder that everything is to be moved to, and begins (`folder.move`). */
	v.object({ type: v.literal('choose-data-folder') }),
	/** Files that the user has picked or dropped, for the system's list of recent ones. */
	v.object({ type: v.literal('picked'), paths: v.pipe(v.array(v.string()), v.maxLength(10_000)) })
])
export type FromWindowToDesktop = v.InferOutput<typeof FromWindowToDesktop>

/** Main → window: what was chosen in a menu, by a key or by a link. */
export const FromDesktop = v.variant('type', [
	v.object({ type: v.literal('toggle-recording') }),
	v.object({ type: v.literal('show'), what: v.picklist(['export', 'shortcuts', 'settings']) }),
	/** The part of the address after the page's own, with its `#`. */
	v.object({ type: v.literal('go'), hash: v.string() })
])
export type FromDesktop = v.InferOutput<typeof FromDesktop>
