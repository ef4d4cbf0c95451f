import * as v from 'valibot'

/** Where each transcript was listened to last, kept in the page's own storage. */
export interface Positions {
	/** In samples; 0 where it was not listened to, or to its end. */
	of(transcript: string): number
	keep(transcript: string, sample: number): void
}

const KEY = 'holdfast.positions'
/** So many transcripts, those listened to last. */
const MOST = 500

const Kept = v.fallback(v.array(v.tuple([v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))])), [])

export function createPositions(storage: Storage): Positions {
	let kept = new Map(read(storage))
	return {
		of: transcript => kept.get(transcript) ?? 0,
		keep(transcript, sample) {
			kept.delete(transcript)
			if (sample > 0) kept.set(transcript, sample)
			kept = new Map([...kept].slice(-MOST))
			try {
				storage.setItem(KEY, JSON.stringify([...kept]))
			} catch {
				// Storage is full or forbidden: it holds for this page.
			}
		}
	}
}

function read(storage: Storage): [string, number][] {
	try {
		return v.parse(Kept, JSON.parse(storage.getItem(KEY) ?? '[]'))
	} catch {
		return []
	}
}
