/** Every message between main and a worker, both directions on one page. What is not here is a protocol violation. */
import * as v from 'valibot'
import { Activity } from './crumb.ts'
import { Problem } from './problem.ts'

const sample = v.pipe(v.number(), v.integer(), v.minValue(0))

/** A word and where it is heard, in samples of the journal. `confidence`: 0…1, where the model gives one for each; left out: unknown. */
export const Word = v.object({ text: v.string(), from: sample, to: sample, confidence: v.optional(v.number()) })
export type Word = v.InferOutput<typeof Word>

/** A piece of text that is final, with its range in the journal. */
export const Segment = v.object({
	from: sample,
	to: sample,
	text: v.string(),
	words: v.array(Word),
	/** How the words' times are known. */
	times: v.picklist(['exact', 'estimated']),
	/** 0…1 where the model gives one; null is "unknown", never "sure". */
	confidence: v.nullable(v.number()),
	language: v.string(),
	/** Guards that fired and were remedied by decoding again (loop, unknown token, suspiciously empty). */
	guards: v.array(v.string())
})
export type Segment = v.InferOutput<typeof Segment>

/**
 * Why a range has no text. `damaged`: what the file holds there can't be decoded; `no-audio`: its time stamps leave a hole. `not-recorded`:
 * what recorded was away, and the journal holds silence there; `device-lost`: its microphone was. The engine's:
 * it repeated itself, gave what is not text, or found no words in what is surely speech. `engine-failed`: its library
 * said on standard error that it failed, and nowhere else. `engine-died`: it died there twice, so main passed it over.
 */
export const GapCause = v.picklist([
	'damaged',
	'no-audio',
	'not-recorded',
	'device-lost',
	'engine-loop',
	'engine-unknown-token',
	'engine-no-words',
	'engine-failed',
	'engine-died'
])
export type GapCause = v.InferOutput<typeof GapCause>

/** A range without text, and why. */
export const Gap = v.object({ from: sample, to: sample, cause: GapCause })
export type Gap = v.InferOutput<typeof Gap>

/** What the one who asks for a model to be loaded may wish besides. Text depends on it: who resumes a transcript wishes the same. */
export const Wishes = v.object({
	/** The language that is spoken, as in BCP 47, one of the model's; null: the model finds out, or speaks one only. */
	language: v.nullable(v.string()),
	/** Words that are likely to be said: names, terms. */
	hotwords: v.array(v.pipe(v.string(), v.maxLength(100))),
	/** Whether numbers and dates are to be written as one writes them ("22", not "twenty two"). */
	numbers: v.boolean()
})
export type Wishes = v.InferOutput<typeof Wishes>

/** Who speaks where: a range of the journal and the number of the speaker, 0 being the first who is heard. Two may speak at once. */
export const Turn = v.object({ from: sample, to: sample, speaker: sample })
export type Turn = v.InferOutput<typeof Turn>

/** Which of two tunings of segmentation a job uses: `live` closes a segment at 0.5 s of silence, `file` at 2 s. */
export const Tuning = v.picklist(['live', 'file'])
export type Tuning = v.InferOutput<typeof Tuning>

/** One of the audio tracks of a file, as its container says. Unknown is null. */
export const AudioTrack = v.object({
	codec: v.nullable(v.string()),
	channels: v.nullable(v.number()),
	sampleRate: v.nullable(v.number()),
	/** As the file writes it (`eng`, `de`); "undetermined" is null. */
	language: v.nullable(v.string()),
	title: v.nullable(v.string()),
	/** Marked by the file as the one to be played. */
	default: v.boolean()
})
export type AudioTrack = v.InferOutput<typeof AudioTrack>

/** What a media file said of itself. Unknown is null. Those with a default came later: the ledger holds older ones. */
export const SourceFacts = v.object({
	container: v.nullable(v.string()),
	codec: v.nullable(v.string()),
	channels: v.nullable(v.number()),
	sampleRate: v.nullable(v.number()),
	/** Seconds, as the container says; many lie. */
	duration: v.nullable(v.number()),
	video: v.boolean(),
	/** Which of our decoders reads it. */
	decoder: v.string(),
	/** Its audio tracks, in order: `decode` chooses one by its place here. Empty where nobody counted them. */
	tracks: v.optional(v.array(AudioTrack), []),
	/** Which of them is read; codec, channels and rate above are this one's. */
	track: v.optional(v.nullable(sample), null),
	/** When it was recorded, ms since 1970, as the container says: clocks of recorders may be wrong. */
	recordedAt: v.optional(v.nullable(v.number()), null),
	/** Bytes of the file and when it was last changed, ms since 1970, both when it was opened. */
	bytes: v.optional(v.nullable(v.number()), null),
	changedAt: v.optional(v.nullable(v.number()), null)
})
export type SourceFacts = v.InferOutput<typeof SourceFacts>

/** What a worker does to itself in a fire drill, where a kill from outside would not be the same. */
export const Deed = v.picklist(['hang', 'heap', 'exit-zero', 'garbage'])
export type Deed = v.InferOutput<typeof Deed>

/** Main → worker. */
export const ToWorker = v.variant('type', [
	v.object({ type: v.literal('ping'), n: v.number() }),
	/** Finish nothing, start nothing: main kills after a grace time. */
	v.object({ type: v.literal('stop') }),
	v.object({ type: v.literal('cancel'), attempt: v.string() }),
	/** Obeyed only where `HOLDFAST_DRILL` is set. */
	v.object({ type: v.literal('deed'), deed: Deed }),
	// engine worker
	v.object({
		type: v.literal('load'),
		engine: v.string(),
		model: v.string(),
		modelDir: v.string(),
		/** Left out: any of its languages, no hotwords, numbers as one writes them. The answer tells which of them come to nothing. */
		wishes: v.optional(Wishes)
	}),
	/** To one that waits: do now what a first step would be slow at. */
	v.object({ type: v.literal('warm-up') }),
	v.object({
		type: v.literal('transcribe'),
		/** Names this try: messages of an earlier one that come late are told apart. */
		attempt: v.string(),
		job: v.string(),
		journal: v.string(),
		/** Where to begin, with fresh state. */
		cursor: sample,
		/** Samples in the journal now, and whether there will be more. */
		samples: sample,
		ended: v.boolean(),
		tuning: Tuning,
		/** Whether unsettled text is wanted while a segment is open. */
		partials: v.boolean(),
		/** Unsettled text of the range that is on the screen already, from an engine that died: the first look may be a short one. */
		shown: v.optional(v.object({ from: sample, to: sample, text: v.string() }))
	}),
	/** The journal grew, or ended. */
	v.object({ type: v.literal('grown'), attempt: v.string(), samples: sample, ended: v.boolean() }),
	// decode worker
	v.object({
		type: v.literal('decode'),
		attempt: v.string(),
		job: v.string(),
		source: v.string(),
		journal: v.string(),
		/** Decoders to pass over, the best ones first: they died over this file. */
		skip: sample,
		/** Which of the file's audio tracks, by its place in `SourceFacts.tracks`; left out: the one it marks, or the best. */
		track: v.optional(sample),
		/** Which of the track's channels, 0 being the first (left); left out: all, mixed. */
		channel: v.optional(sample)
	}),
	/** The journal, to which nobody adds any more, as Ogg Opus at `copy`: there only when it is whole and found alike. */
	v.object({ type: v.literal('encode'), attempt: v.string(), job: v.string(), journal: v.string(), copy: v.string() }),
	// speakers' worker, which is told what to `load` first
	v.object({
		type: v.literal('find-speakers'),
		attempt: v.string(),
		job: v.string(),
		journal: v.string(),
		/** Nobody adds to the journal any more. */
		samples: sample,
		/** How many people speak; null: that is to be found out. */
		count: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20))),
		/** Places over which a worker died: nobody listens there. */
		skip: v.array(v.object({ from: sample, to: sample }))
	})
])
export type ToWorker = v.InferOutput<typeof ToWorker>

/** Worker → main. */
export const FromWorker = v.variant('type', [
	v.object({
		type: v.literal('ready'),
		/** What was loaded, for the record; empty for a decoder. */
		model: v.string(),
		versions: v.record(v.string(), v.string()),
		loadMs: v.number(),
		/** Wishes that come to nothing with this model. */
		unheeded: v.optional(v.array(v.picklist(['language', 'hotwords', 'numbers'])))
	}),
	v.object({
		type: v.literal('pong'),
		n: v.number(),
		activity: Activity,
		/** The native step it is in: for how long, ms, and how much audio it is given, samples. Null between steps. */
		step: v.nullable(v.object({ forMs: v.number(), samples: sample })),
		/** Bytes. */
		rss: v.number(),
		heap: v.number(),
		/** ms of CPU, user and system, since the process began. */
		cpu: v.number()
	}),
	v.object({ type: v.literal('failed'), attempt: v.string(), problem: Problem }),
	/** The worker could not do what it was started for (no model, say). It stays alive, but is of no use. */
	v.object({ type: v.literal('unfit'), problem: Problem }),
	// engine worker
	v.object({
		type: v.literal('partial'),
		attempt: v.string(),
		from: sample,
		to: sample,
		/** Words that two hypotheses agreed on, then the rest. Firm is not final. */
		firm: v.string(),
		faint: v.string()
	}),
	/** One step of recognition is done: everything before `cursor` is settled. A step yields a segment, a gap or silence (neither). */
	v.object({
		type: v.literal('step'),
		attempt: v.string(),
		cursor: sample,
		segment: v.nullable(Segment),
		gap: v.nullable(Gap),
		/** ms the engine spent on this step, and samples it covered: the real-time factor. */
		spentMs: v.number()
	}),
	v.object({
		type: v.literal('transcribed'),
		attempt: v.string(),
		cursor: sample,
		/** The most memory that the process has had at once until now, bytes resident. */
		peak: v.optional(v.number()),
		/** Processor time that it has had since it began, ms. */
		cpu: v.optional(v.number())
	}),
	// decode worker
	v.object({ type: v.literal('opened'), attempt: v.string(), facts: SourceFacts }),
	/** So many samples are in the journal. At most four a second. */
	v.object({ type: v.literal('decoded'), attempt: v.string(), samples: sample }),
	v.object({
		type: v.literal('decode-ended'),
		attempt: v.string(),
		samples: sample,
		/** Damage that was passed over: what is missing or doubtful, in sentences. */
		problems: v.array(Problem),
		gaps: v.array(Gap)
	}),
	/** The copy is on the platter: so many samples of the journal, in so many bytes. */
	v.object({ type: v.literal('encoded'), attempt: v.string(), samples: sample, bytes: v.number() }),
	// speakers' worker
	/** So many samples of the journal have been listened to. */
	v.object({ type: v.literal('speakers-heard'), attempt: v.string(), samples: sample }),
	/** Who speaks where, by place. */
	v.object({ type: v.literal('speakers-found'), attempt: v.string(), turns: v.array(Turn) })
])
export type FromWorker = v.InferOutput<typeof FromWorker>
