import * as v from 'valibot'

/** In which each folder of the models folder says what model it holds. A folder without it holds none. */
export const MODEL_FILE = 'model.json'

/** A name in that folder, never a way out of it. */
const fileName = v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/, 'must be a plain file name'), v.maxLength(100))

/**
 * A file of a model. What it is for is its role; the roles that a kind of model must have stand in `native-bridge/kinds/<kind>.ts`
 * (`encoder`, `decoder`, `joiner`, `model`, `tokens`…). Any recogniser may have besides:
 *
 * - `rule-fst`, `rule-far`: rules of inverse text normalisation ("twenty two" → "22"), applied in the order in which they stand;
 * - `bpe-vocab`: the vocabulary that cuts hotwords into tokens (needed with `modelingUnit` `bpe` and `cjkchar+bpe`);
 * - `punctuation`: a CT-transformer that sets punctuation, or `punctuation-cnn` and `punctuation-vocab`: a CNN-BiLSTM that sets case too.
 *   They lie in the model's own folder, so that a model is one folder: whole or not there;
 * - `licence`, `other`: beside the model only.
 */
export const ModelFile = v.object({
	role: v.pipe(v.string(), v.regex(/^[a-z][a-z-]*$/)),
	name: fileName,
	/** Compared at each load, where it is given. */
	bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
	/**
	 * In hexadecimal. Compared where it costs nothing or is needed: before a streaming model is loaded, and after an offline one could not be.
	 * `checkModel` compares all of them.
	 */
	sha256: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)))
})
export type ModelFile = v.InferOutput<typeof ModelFile>

/** Spoken, as in BCP 47: `en`, `zh`, `yue`. */
const language = v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/))

/**
 * What an installed model says of itself: all that an engine needs to load it. Which words it has, or how good it is, nobody knows from it.
 * Whoever installs a model writes this file last.
 */
export const ModelDescription = v.object({
	/** What people call it: `Moonshine tiny`. */
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
	/** The engine that loads it, by its key in `native-bridge/engines/registry.ts`: `sherpa-offline`, `sherpa-streaming`. */
	engine: v.string(),
	/** Which of that engine's kinds of model it is, by its key in `native-bridge/kinds/registry.ts`: `whisper`, `transducer`… */
	kind: v.string(),
	/** The first is what is meant where one is to be named. */
	languages: v.pipe(v.array(language), v.minLength(1)),
	files: v.array(ModelFile),
	/** Lines of the file `tokens`; null where nobody counted. One line short is no error for the library: words are missing then. */
	tokens: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
	/** Longest stretch that it may be given, in seconds; left out: 20, which is also the most. */
	segmentSeconds: v.optional(v.pipe(v.number(), v.minValue(6), v.maxValue(20))),
	/** How hotwords become tokens, as the model's authors say; left out: a word is its characters. */
	modelingUnit: v.optional(v.picklist(['bpe', 'cjkchar', 'cjkchar+bpe'])),
	/** Whether the decoder of a Whisper model gives the attention from which the times of words are told. Other kinds need no telling. */
	attention: v.optional(v.boolean()),
	/** Where it comes from and in which version, for the record. */
	origin: v.string()
})
export type ModelDescription = v.InferOutput<typeof ModelDescription>

/** Null when `text` is no description. */
export function parseModel(text: string): ModelDescription | null {
	try {
		const parsed = v.safeParse(ModelDescription, JSON.parse(text))
		return parsed.success ? parsed.output : null
	} catch {
		return null
	}
}
