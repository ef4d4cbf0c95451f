import type { SherpaLibrary } from './sherpa-library.ts'
import type { SherpaModel } from './sherpa-models.ts'

/** Sets punctuation (and case, where it can) in a text that has none. */
export type Punctuate = (text: string) => string

/**
 * The punctuation model that lies beside a recogniser, if the recogniser gives none itself. Its constructor would end the process over a
 * damaged file: the caller has compared sums.
 */
export function loadPunctuation(library: SherpaLibrary, model: SherpaModel): Punctuate | null {
	if (model.itsKind.abilities.punctuation) return null
	const shared = { numThreads: 1, provider: 'cpu', debug: 0 }
	const [transformer] = model.all('punctuation')
	if (transformer !== undefined) {
		const native = new library.OfflinePunctuation({ model: { ctTransformer: transformer, ...shared } })
		return text => spoken(text, words => native.addPunct(words))
	}
	const [cnnBilstm] = model.all('punctuation-cnn')
	const [bpeVocab] = model.all('punctuation-vocab')
	if (cnnBilstm === undefined || bpeVocab === undefined) return null
	const native = new library.OnlinePunctuation({ model: { cnnBilstm, bpeVocab, ...shared } })
	return text => spoken(text, words => native.addPunct(words))
}

/** Whether model.json names files that set punctuation. */
export function hasPunctuation(model: SherpaModel): boolean {
	return model.all('punctuation').length > 0 || model.all('punctuation-cnn').length > 0
}

/** Such models know words in small letters only; recognisers without case shout. */
function spoken(text: string, punctuate: (words: string) => string): string {
	const words = text.trim()
	if (words === '') return words
	return punctuate(words === words.toUpperCase() ? words.toLowerCase() : words).trim()
}
