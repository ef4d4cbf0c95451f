import type { Wishes } from '../protocol/messages.ts'

/** What may be expected of a kind of model. What one result has is seen from the result. */
export interface Abilities {
	/** `exact`: the model says where each word is; `estimated`: it does not, and words are laid over the speech in proportion. */
	readonly times: 'exact' | 'estimated'
	/** Whether it says how sure it is; where not, that is unknown, never "sure". */
	readonly confidence: boolean
	/** Whether its text has punctuation and case. Where not, a punctuation model may lie beside it. */
	readonly punctuation: boolean
	/** Whether it finds out, and says, which of its languages is spoken. */
	readonly detectsLanguage: boolean
	/** Whether the language can be chosen. */
	readonly choosesLanguage: boolean
	/** Whether its decoder prefers given words: only transducers' beam search does. */
	readonly hotwords: boolean
	/** Who writes numbers as one writes them: the model always, the model when asked to, or only rules that lie beside it. */
	readonly numbers: 'always' | 'asked' | 'rules'
}

/** One kind of model: the files it needs, what may be expected of it, and how the library is told. One file each, in `registry.ts`. */
export interface Kind {
	/** As model.json names it. */
	readonly id: string
	readonly engine: 'sherpa-offline' | 'sherpa-streaming'
	/** Roles of files that it can't do without. */
	readonly files: readonly string[]
	readonly abilities: Abilities
	/**
	 * Kinds that write word after word until they think they are done may fall into a loop; this many tokens for each second of audio are more
	 * than is ever said, or all the library lets them have. Null: the audio sets the pace, a loop can't be.
	 */
	readonly loopsAt: number | null
	/** Seconds without a word after which a streaming recogniser ends a stretch; its own chunks must fit in twice. Null: not streaming. */
	readonly pauseSeconds: number | null
	/** The part of the library's `modelConfig` that is this kind's alone. */
	config(
		file: (role: string) => string,
		wishes: Wishes,
		model: { readonly attention?: boolean | undefined }
	): Readonly<Record<string, unknown>>
}

/** What most kinds can't; each says what it can. */
export const NOTHING_SPECIAL: Abilities = {
	times: 'estimated',
	confidence: false,
	punctuation: false,
	detectsLanguage: false,
	choosesLanguage: false,
	hotwords: false,
	numbers: 'rules'
}
