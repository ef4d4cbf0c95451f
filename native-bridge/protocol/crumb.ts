import * as v from 'valibot'

/**
 * What a process is about to do. Written to a slot on disk before each risky step, because a slot survives any
 * death and a message may not: queued behind other traffic, none of 65 messages arrived before `exit`.
 */
export const Activity = v.picklist([
	'starting',
	'loading-model',
	'idle',
	'detecting-speech',
	'transcribing',
	'partial',
	'opening-file',
	'decoding-file',
	'encoding-audio',
	'checking-copy',
	'telling-speakers',
	'serving',
	'stopping'
])
export type Activity = v.InferOutput<typeof Activity>

export const Crumb = v.object({
	activity: Activity,
	/** The job this is done for, or null. */
	job: v.nullable(v.string()),
	/** Range of the journal in samples, or null when the step has none. */
	from: v.nullable(v.number()),
	to: v.nullable(v.number()),
	/** Wall clock, ms since 1970. */
	at: v.number(),
	pid: v.number(),
	/** A few words more: a model's name, a codec. Never transcript text. At most 160 characters are kept. */
	detail: v.string()
})
export type Crumb = v.InferOutput<typeof Crumb>

/** Bytes of the slot. One `pwrite` of this size is never seen half-written by a reader after the writer's death. */
export const CRUMB_BYTES = 512
const MAGIC = 'HFC1'

/** The slot's bytes: `HFC1`, u16le length, JSON in UTF-8, zeros up to 512. */
export function encodeCrumb(crumb: Crumb): Uint8Array {
	const slot = new Uint8Array(CRUMB_BYTES)
	const encoder = new TextEncoder()
	encoder.encodeInto(MAGIC, slot)
	// Shorten the only free text until it fits: the other fields are bounded.
	for (let keep = Math.min(crumb.detail.length, 160); ; keep = Math.floor(keep / 2)) {
		const json = encoder.encode(JSON.stringify({ ...crumb, detail: crumb.detail.slice(0, keep) }))
		if (json.length <= CRUMB_BYTES - 6 || keep === 0) {
			new DataView(slot.buffer).setUint16(4, Math.min(json.length, CRUMB_BYTES - 6), true)
			slot.set(json.subarray(0, CRUMB_BYTES - 6), 6)
			return slot
		}
	}
}

/** The crumb in a slot, or null when there is none or it can't be read. */
export function decodeCrumb(slot: Uint8Array): Crumb | null {
	if (slot.length < 6 || new TextDecoder('latin1').decode(slot.subarray(0, 4)) !== MAGIC) return null
	const length = new DataView(slot.buffer, slot.byteOffset, slot.length).getUint16(4, true)
	try {
		const parsed = v.safeParse(Crumb, JSON.parse(new TextDecoder().decode(slot.subarray(6, 6 + length))))
		return parsed.success ? parsed.output : null
	} catch {
		return null
	}
}
