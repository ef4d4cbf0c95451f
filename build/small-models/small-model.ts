/** Files of a model's folder by their names, without its model.json. */
export type Files = Readonly<Record<string, Buffer>>

/** A small model of one kind. */
export interface SmallModel {
	readonly engine: 'sherpa-offline' | 'sherpa-streaming' | 'sherpa-speakers'
	readonly kind: string
	readonly languages: readonly string[]
	/** What each file is for, as model.json calls it. */
	readonly roles: Readonly<Record<string, string>>
	readonly files: () => Files
	/** What model.json says besides. */
	readonly more?: Readonly<Record<string, unknown>>
}
