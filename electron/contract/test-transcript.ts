import type { Transcript } from './records.ts'

/** A file that waits, of which nothing is known, and what a test says of it. */
export function transcriptWith(some: Partial<Transcript>): Transcript {
	return {
		id: 't',
		kind: 'file',
		title: 'T',
		createdAt: 0,
		state: 'queued',
		samples: 0,
		cursor: 0,
		claimedSeconds: null,
		words: 0,
		gaps: 0,
		favourite: false,
		tags: [],
		marks: 0,
		sourceName: null,
		source: null,
		sourceTrack: null,
		sourceChannel: null,
		device: null,
		model: null,
		language: null,
		problem: null,
		notices: [],
		place: null,
		speed: null,
		playable: false,
		partOf: null,
		channel: null,
		offset: 0,
		away: false,
		audio: { wav: true, opus: false, copying: false },
		polishing: null,
		polishModel: null,
		findingSpeakers: null,
		...some
	}
}
