import * as v from 'valibot'
import type { Transcript } from '../../contract/records.ts'
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

/** Whether to start without the graphics hardware. A new Electron, and every fortnight, get another chance. */
export function startsWithout(graphics: Graphics, electron: string, now: number): boolean {
	const { off } = graphics
	return off !== null && off.electron === electron && now >= off.since && now - off.since < TRY_AGAIN_MS
}

/** After a death of the graphics process at `now`: what is remembered. */
export function afterDeath(graphics: Graphics, electron: string, now: number): Graphics {
	const deaths = onceMore(GRAPHICS_DEATHS, graphics.deaths, now)
	return deaths === null ? { deaths: [], off: { since: now, electron } } : { ...graphics, deaths: [...deaths] }
}

/** What is remembered of the graphics hardware, across starts: Chromium may end the whole app over it, and then only a file is left. */
export class GraphicsFile {
	readonly #path: string
	readonly #electron: string

	constructor(path: string, electron: string) {
		this.#path = path
		this.#electron = electron
	}

	startsWithout(now: number): boolean {
		return startsWithout(this.#now(), this.#electron, now)
	}

	/** Gives whether the next start does without it because of this one. */
	died(now: number): boolean {
		const after = afterDeath(this.#now(), this.#electron, now)
		writeSmallFile(this.#path, after)
		return after.off?.since === now
	}

	#now(): Graphics {
		return readSmallFile(this.#path, Graphics) ?? trusted
	}
}

/** Said when the next start does without. */
export const GRAPHICS_OFF: NonNullable<Transcript['problem']> = {
	code: 'graphics-off',
	facts: {},
	text: 'The part that draws with the graphics hardware has crashed three times. From its next start on Holdfast draws without it, for two weeks; recordings and transcripts are not affected. Is there an update of the graphics driver?'
}
