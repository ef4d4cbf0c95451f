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
