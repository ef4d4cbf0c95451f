import * as v from 'valibot'

/** In which each folder of the models folder says what model it holds. A folder without it holds none. */
export const MODEL_FILE = 'model.json'

/** A name in that folder, never a way out of it. */
const fileName = v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/, 'must be a plain file name'), v.maxLength(100))

/** What an installed model says of itself. Which words it has, or how good it is, nobody knows from it: only how to load it. */
export const ModelDescription = v.object({
	/** What people call it: `Moonshine tiny`. */
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
	/** The engine that loads it, by its key in the registry, and which of that engine's kinds of model it is. */
	engine: v.string(),
	kind: v.string(),
	/** Spoken, as in BCP 47: `en`. */
	language: v.string(),
	/** Files that must be beside this one. */
	files: v.array(fileName),
	/** Lines of `tokens.txt`; null where there is none. One line short is no error for the library: words are missing then. */
	tokens: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
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
