import { readFile } from 'node:fs/promises'
import type { OfflineConfig } from 'sherpa-onnx-node'
import type { Wishes } from '../protocol/messages.ts'
import { ENGINE_THREADS } from '../protocol/threads.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import type { SherpaModel } from './sherpa-models.ts'

/** What both kinds of recogniser are told, and which wishes come to nothing with this model. */
export interface Configured {
	readonly config: OfflineConfig
	/** As the library takes them, one a line; null: none, or it could not use them. */
	readonly hotwords: string | null
	/** The language that the model is told; null: it finds out, or has only one. */
	readonly language: string | null
	readonly unheeded: ReadonlyArray<keyof Wishes>
}

/** How much more likely a token of a hotword becomes, as the library's authors recommend. */
const HOTWORDS_SCORE = 1.5

export async function configure(model: SherpaModel, wishes: Wishes): Promise<Configured> {
	const { abilities } = model.itsKind
	const rules = [model.all('rule-fst').join(','), model.all('rule-far').join(',')]
	const unheeded: Array<keyof Wishes> = []

	// Of a language that it does not know the library ends the process, or takes another without a word.
	const known = wishes.language !== null && model.languages.includes(wishes.language) ? wishes.language : null
	if (wishes.language !== null && (known === null || (!abilities.choosesLanguage && model.languages.length > 1))) unheeded.push('language')
	const told = abilities.choosesLanguage ? known : null
	// One that can't find out has to be told something: its first language.
	const language = told ?? (abilities.choosesLanguage && !abilities.detectsLanguage ? (model.languages[0] ?? null) : null)

	const hotwords = wishes.hotwords.length > 0 ? await hotwordsFor(model, wishes.hotwords) : null
	if (wishes.hotwords.length > 0 && hotwords === null) unheeded.push('hotwords')
	if (wishes.numbers && abilities.numbers === 'rules' && rules.every(rule => rule === '')) unheeded.push('numbers')

	const [bpeVocab] = model.all('bpe-vocab')
	const config: OfflineConfig = {
		featConfig: { sampleRate: SAMPLE_RATE, featureDim: 80 },
		modelConfig: {
			...model.itsKind.config(model.file, { ...wishes, language }, model),
			tokens: model.file('tokens'),
			numThreads: ENGINE_THREADS,
			provider: 'cpu',
			debug: 0,
			...(hotwords !== null && { modelingUnit: model.modelingUnit ?? 'cjkchar', ...(bpeVocab !== undefined && { bpeVocab }) })
		},
		...(hotwords !== null && { decodingMethod: 'modified_beam_search', maxActivePaths: 4, hotwordsScore: HOTWORDS_SCORE }),
		...(wishes.numbers && rules[0] !== '' && { ruleFsts: rules[0] }),
		...(wishes.numbers && rules[1] !== '' && { ruleFars: rules[1] })
	}
	return { config, hotwords, language, unheeded }
}

/** Null when the model's decoder has no preferences, or when nobody can say which tokens a word is. */
async function hotwordsFor(model: SherpaModel, words: readonly string[]): Promise<string | null> {
	if (!model.itsKind.abilities.hotwords) return null
	if (model.modelingUnit?.includes('bpe') && model.all('bpe-vocab').length === 0) return null
	// A model that knows capitals only would not find the tokens of a word in small letters.
	const shouts = !/\p{Ll}/u.test((await readFile(model.file('tokens'), 'utf8')).replace(/<[^>]*>/g, ''))
	const lines = words.map(word => word.replace(/[\s/:]+/g, ' ').trim()).filter(word => word !== '')
	if (lines.length === 0) return null
	return lines.map(word => (shouts ? word.toUpperCase() : word)).join('\n')
}
