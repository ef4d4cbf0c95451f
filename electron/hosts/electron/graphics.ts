import { join } from 'node:path'
import * as v from 'valibot'
import type { Problem } from '../../../native-bridge/protocol/problem.ts'
import { DEFAULT_SETTINGS, Settings } from '../../contract/settings.ts'
import { GRAPHICS_DEATHS, onceMore } from './limit.ts'
import { readSmallFile, writeSmallFile } from './small-file.ts'

/** ms since 1970. */
const time = v.number()

const Graphics = v.object({
	/** Recent deaths of Chromium's graphics process. */
	deaths: v.array(time),
	/** Since when the machine's graphics hardware is left alone, and by which Electron; null: it is used. */
	off: v.nullable(v.object({ since: time, electron: v.string() }))
})
export type Graphics = v.InferOutput<typeof Graphics>

export const trusted: Graphics = { deaths: [], off: null }

/** A driver may have been updated by then. */
const TRY_AGAIN_MS = 14 * 24 * 3_600_000

/** Whether to start without the graphics hardware. A new Electron, and every fortnight, get another chance, unless the user has decided. */
export function startsWithout({ off }: Graphics, wanted: Settings['graphics'], electron: string, now: number): boolean {
	if (wanted !== 'auto') return wanted === 'off'
	return off !== null && off.electron === electron && now >= off.since && now - off.since < TRY_AGAIN_MS
}

/** After a death of the graphics process at `now`: what is remembered. */
export function afterDeath(graphics: Graphics, electron: string, now: number): Graphics {
	const deaths = onceMore(GRAPHICS_DEATHS, graphics.deaths, now)
	return deaths === null ? { deaths: [], off: { since: now, electron } } : { ...graphics, deaths: [...deaths] }
}

/** What is remembered of the graphics hardware, across starts: Chromium may end the whole app over it, and then only a file is left. */
export class GraphicsFile {
	readonly #dataDir: string
	readonly #electron: string

	constructor(dataDir: string, electron: string) {
		this.#dataDir = dataDir
		this.#electron = electron
	}

	startsWithout(now: number): boolean {
		return startsWithout(this.#now(), this.#wanted(), this.#electron, now)
	}

	/** Gives whether the next start does without it because of this one. */
	died(now: number): boolean {
		const after = afterDeath(this.#now(), this.#electron, now)
		writeSmallFile(join(this.#dataDir, 'graphics.json'), after)
		return after.off?.since === now && this.#wanted() === 'auto'
	}

	#now(): Graphics {
		return readSmallFile(join(this.#dataDir, 'graphics.json'), Graphics) ?? trusted
	}

	/** Out of the file: it is asked before the app is there. */
	#wanted(): Settings['graphics'] {
		return readSmallFile(join(this.#dataDir, 'settings.json'), Wanted)?.graphics ?? DEFAULT_SETTINGS.graphics
	}
}

const Wanted = v.object({ graphics: Settings.entries.graphics })

/** Said when the next start does without. */
export const GRAPHICS_OFF: Problem = {
	code: 'graphics-off',
	facts: {},
	text: 'The part that draws with the graphics hardware has crashed three times. From its next start on Holdfast draws without it, for two weeks; recordings and transcripts are not affected. Is there an update of the graphics driver? The settings can decide otherwise.'
}
