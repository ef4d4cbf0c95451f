/** Speech models: those that are on this machine, those that can be had, and those on their way. */
import * as v from 'valibot'
import { Wishes } from '../../native-bridge/protocol/messages.ts'
import { Problem } from '../../native-bridge/protocol/problem.ts'

/** Names a model's folder, never a way out of it; the one of the speech detector is nobody's. */
export const modelId = v.pipe(v.string(), v.regex(/^\w[\w.-]*$/, 'must be a plain name'), v.maxLength(100), v.notValue('silero-vad'))

export const Model = v.object({
	/** Its folder's name. */
	id: v.string(),
	/** What people call it. */
	name: v.string(),
	/** Which engine loads it, by its key in the registry. */
	engine: v.string(),
	/** What it is for: to write what is said, or to tell who says it. */
	purpose: v.picklist(['text', 'speakers']),
	/** As in BCP 47: `en`. Of several the first. */
	language: v.string(),
	/** All that it understands; `mul`: very many. */
	languages: v.array(v.string()),
	/** Its files on disk. */
	bytes: v.number(),
	/** It came with Holdfast and can't be deleted. */
	shipped: v.boolean(),
	/** It is known what its files must be, so `models.verify` can say whether they still are. */
	verifiable: v.boolean(),
	/** The engine works with it. */
	loaded: v.boolean(),
	/** It is being loaded, and the engine works with it when that is done. */
	next: v.boolean(),
	/** What it was asked for and can't do: known of the one that the engine works with. */
	unheeded: v.array(v.keyof(Wishes))
})
export type Model = v.InferOutput<typeof Model>

export const PURPOSES = ['fast', 'accurate', 'live', 'many-languages', 'speakers'] as const

/** `open`: may be used by anybody for anything. Others are accepted once before a model is fetched. */
export const Licence = v.object({ id: v.string(), name: v.string(), url: v.pipe(v.string(), v.url()), open: v.boolean() })
export type Licence = v.InferOutput<typeof Licence>

/** A model that can be had. Null is: nobody knows. */
export const OfferedModel = v.object({
	id: modelId,
	name: v.string(),
	languages: v.array(v.string()),
	/** How many those are, where `languages` is `mul`. */
	languageCount: v.number(),
	purposes: v.array(v.picklist(PURPOSES)),
	downloadBytes: v.nullable(v.number()),
	diskBytes: v.nullable(v.number()),
	/** While it is loaded, estimated from its size. */
	memoryBytes: v.nullable(v.number()),
	licence: Licence,
	/** The user has accepted that licence, or need not. */
	accepted: v.boolean(),
	/** `exact`: the model says where each word is. */
	times: v.picklist(['exact', 'estimated']),
	/** Whether it says how sure it is. */
	confidence: v.boolean(),
	punctuation: v.boolean(),
	/** Longest stretch that is given to it at once, in seconds. */
	segmentSeconds: v.number(),
	/** Where it is fetched from: the archive's address. */
	source: v.string(),
	/** Whether it is known what the archive must be. */
	pinned: v.boolean()
})
export type OfferedModel = v.InferOutput<typeof OfferedModel>

/** A model on its way here. */
export const Install = v.object({
	/** The model's, or a name of its own while it isn't known what is being imported. */
	id: v.string(),
	name: v.string(),
	/**
	 * `changed`: the archive is not the one that is known; `models.install` with `acceptChanged` takes it as it is. `failed`: `problem` says why; what
	 * has come is kept, and `models.resume` tries again.
	 */
	state: v.picklist(['waiting', 'downloading', 'paused', 'checking', 'unpacking', 'changed', 'failed']),
	/** It is brought from this machine, not fetched. */
	imported: v.boolean(),
	/** Of the archive: here, and in all. */
	bytes: v.number(),
	total: v.nullable(v.number()),
	/** While it comes. */
	bytesPerSecond: v.nullable(v.number()),
	secondsLeft: v.nullable(v.number()),
	problem: v.nullable(Problem)
})
export type Install = v.InferOutput<typeof Install>
