import { Check } from 'lucide-react'
import type { Model } from '../../../electron/contract/models.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'
import { languagesToUseFor } from './filter.ts'
import { useAct } from './use-act.ts'

/** Has the model hear a language from here on: one press, where the lists above take two choices. */
export function UseButtons({ model }: { readonly model: Model }) {
	const { settings } = useApp()
	const { t, language, locale } = useWords()
	const act = useAct()
	const chosen = useFrom(settings, state => state.settings)
	if (chosen === null) return null
	return languagesToUseFor(model, chosen.spoken, new Intl.Locale(locale).language).map(code => (
		<Button
			key={code}
			icon={<Check size={15} />}
			onClick={() => act(settings.change({ spoken: code, model: { ...chosen.model, [code]: model.id } }))}
		>
			{t('models.useFor', { language: language(code) })}
			<span className="sr-only"> {model.name}</span>
		</Button>
	))
}
