import { useWords } from '../../messages/use-words.ts'

/** More are told as a number; all of them on hover. */
const MOST_NAMED = 4

export function Languages({ codes, count = codes.length }: { readonly codes: readonly string[]; readonly count?: number }) {
	const { t, language } = useWords()
	const all = codes.includes('mul')
	if (all) return <span>{count > 1 ? t('models.languages', { n: count }) : t('models.anyLanguage')}</span>
	const names = codes.map(language)
	if (names.length <= MOST_NAMED) return <span>{names.join(t('models.comma'))}</span>
	return <span title={names.join(t('models.comma'))}>{t('models.languages', { n: count })}</span>
}
