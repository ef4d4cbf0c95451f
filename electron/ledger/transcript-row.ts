import * as v from 'valibot'
import { SourceFacts } from '../../native-bridge/protocol/messages.ts'
import { Problem } from '../../native-bridge/protocol/problem.ts'
import { Channel, JobState, type Transcript } from '../contract/records.ts'
import { type Wish, wishOr } from '../contract/wish.ts'

/** What the ledger knows of a transcript; the rest is for others to say. */
export type TranscriptRow = Omit<
	Transcript,
	'place' | 'speed' | 'playable' | 'away' | 'audio' | 'polishing' | 'polishModel' | 'findingSpeakers' | 'wish'
> & {
	readonly ended: boolean
	readonly place: number
	readonly sourcePath: string | null
	readonly microphone: string | null
	readonly wish: Wish | null
}

const Row = v.object({
	id: v.string(),
	kind: v.picklist(['recording', 'file']),
	title: v.string(),
	created_at: v.number(),
	source_name: v.nullable(v.string()),
	source_path: v.nullable(v.string()),
	source_facts: v.nullable(v.string()),
	source_track: v.nullable(v.number()),
	source_channel: v.nullable(v.number()),
	wish_model: v.nullable(v.string()),
	wish_language: v.nullable(v.string()),
	device: v.nullable(v.string()),
	microphone: v.nullable(v.string()),
	part_of: v.nullable(v.string()),
	channel: v.nullable(Channel),
	offset_samples: v.number(),
	model: v.nullable(v.string()),
	language: v.nullable(v.string()),
	notices: v.string(),
	words: v.number(),
	gaps: v.number(),
	state: JobState,
	samples: v.number(),
	ended: v.number(),
	cursor: v.number(),
	place: v.number(),
	problem: v.nullable(v.string()),
	favourite: v.number(),
	tags: v.string(),
	marks: v.number()
})

/** All that `rowOf` reads; a condition and an order may follow. */
export const SELECT_ROWS = `SELECT t.*, j.state, j.samples, j.ended, j.cursor, j.place, j.problem,
  (SELECT count(*) FROM gaps g WHERE g.transcript = t.id) AS gaps,
  (SELECT count(*) FROM marks m WHERE m.transcript = t.id AND m.kind = 'mark') AS marks
  FROM transcripts t JOIN jobs j ON j.transcript = t.id`

export function rowOf(raw: unknown): TranscriptRow {
	const r = v.parse(Row, raw)
	const source = r.source_facts === null ? null : v.parse(SourceFacts, JSON.parse(r.source_facts))
	return {
		id: r.id,
		kind: r.kind,
		title: r.title,
		createdAt: r.created_at,
		state: r.state,
		samples: r.samples,
		cursor: r.cursor,
		claimedSeconds: source?.duration ?? null,
		words: r.words,
		gaps: r.gaps,
		sourceName: r.source_name,
		sourcePath: r.source_path,
		source,
		sourceTrack: r.source_track,
		sourceChannel: r.source_channel,
		wish: wishOr({ model: r.wish_model, language: r.wish_language }),
		device: r.device,
		microphone: r.microphone,
		partOf: r.part_of,
		channel: r.channel,
		offset: r.offset_samples,
		model: r.model,
		language: r.language,
		problem: r.problem === null ? null : v.parse(Problem, JSON.parse(r.problem)),
		notices: v.parse(v.array(Problem), JSON.parse(r.notices)),
		ended: r.ended === 1,
		place: r.place,
		favourite: r.favourite === 1,
		tags: v.parse(v.array(v.string()), JSON.parse(r.tags)),
		marks: r.marks
	}
}
