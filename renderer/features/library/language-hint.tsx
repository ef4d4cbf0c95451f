import { Languages } from 'lucide-react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { hashOf } from '../../stores/place.ts'

/** Said before somebody speaks in vain: the model in use does not know the language of this window. */
export function LanguageHint() {
	const { models: store } = useApp()
	const { t, language, locale } = useWords()
	const used = useFrom(store, state => state.models?.find(model => model.loaded))
	const own = new Intl.Locale(locale).language
	if (used === undefined || used.languages.includes('mul') || used.languages.includes(own)) return null
	return (
		<p className="private">
			<Languages size={18} aria-hidden="true" />
			<span>
				{t('home.knows', { known: new Intl.ListFormat(locale).format(used.languages.slice(0, 3).map(language)) })}{' '}
				<a className="link" href={hashOf({ at: 'models' })}>
					{t('home.chooseFor', { own: language(own) })}
				</a>
			</span>
		</p>
	)
}
