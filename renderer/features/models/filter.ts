import type { OfferedModel } from '../../../electron/contract/models.ts'
import { canonical, speaks } from '../../../electron/contract/wish.ts'

export interface Wish {
	/** As in BCP 47; null: any. */
	readonly language: string | null
	readonly purpose: OfferedModel['purposes'][number] | null
}

/** Those that fit (of any purpose: those that write text), made for fewer languages first, then the smaller. */
export function fitting(offered: readonly OfferedModel[], { language, purpose }: Wish): OfferedModel[] {
	return offered
		.filter(model => language === null || speaks(model, language))
		.filter(model => (purpose === null ? !model.purposes.includes('speakers') : model.purposes.includes(purpose)))
		.sort((a, b) => (language === null ? 0 : a.languageCount - b.languageCount) || (a.diskBytes ?? 0) - (b.diskBytes ?? 0))
}

/** Languages to choose from, by their names. */
export function languagesOf(offered: readonly { readonly languages: readonly string[] }[], name: (code: string) => string): string[] {
	const all = new Set(offered.flatMap(model => model.languages.map(canonical)))
	all.delete('mul')
	return [...all].sort((a, b) => name(a).localeCompare(name(b)))
}

/** For which languages one press puts a model to use: the one that is spoken and the window's own where it knows them, else its first. */
export function languagesToUseFor(
	model: { readonly languages: readonly string[]; readonly loaded: boolean; readonly next: boolean },
	spoken: string,
	own: string
): string[] {
	const known = [...new Set([spoken, own])].filter(code => speaks(model, code))
	const all = known.length > 0 ? known : model.languages.slice(0, 1)
	return all.filter(code => code !== spoken || !(model.loaded || model.next))
}
