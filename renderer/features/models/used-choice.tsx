import type { Model } from '../../../electron/contract/models.ts'
import { speaks } from '../../../electron/contract/wish.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { languagesOf } from './filter.ts'
import { useAct } from './use-act.ts'

/** Which language is spoken, and which model hears it. */
export function UsedChoice({ models }: { readonly models: readonly Model[] }) {
	const { settings } = useApp()
	const { t, language } = useWords()
	const act = useAct()
	const chosen = useFrom(settings, state => state.settings)
	const spoken = chosen?.spoken ?? 'en'
	const languages = languagesOf(models, language)
	const able = models.filter(model => speaks(model, spoken))
	const wish = chosen?.model[spoken]
	const loaded = models.find(model => model.loaded)
	const used = models.find(model => model.id === wish) ?? models.find(model => model.next) ?? loaded
	const shown = used && !able.includes(used) ? [used, ...able] : able
	const isGone = wish !== undefined && !models.some(model => model.id === wish)
	return (
		<div className="models-used">
			<Choice
				label={t('models.spoken')}
				value={spoken}
				disabled={chosen === null}
				options={(languages.includes(spoken) ? languages : [spoken, ...languages]).map(code => [code, language(code)])}
				onChoose={value => act(settings.change({ spoken: value }))}
			/>
			<Choice
				label={t('models.used')}
				value={used?.id ?? ''}
				disabled={chosen === null || shown.length === 0}
				options={shown.length === 0 ? [['', t('models.noneFor')]] : shown.map(model => [model.id, model.name])}
				onChoose={value => act(settings.change({ model: { ...chosen?.model, [spoken]: value } }))}
			/>
			<p className="hint" role="status">
				{able.length === 0
					? t('models.noneForHint', { language: language(spoken) })
					: isGone
						? t('models.gone', { model: wish, now: loaded?.name ?? '–' })
						: models.some(model => model.next)
							? t('models.nextUp', { now: loaded?.name ?? '–' })
							: t('models.usedNow')}
			</p>
		</div>
	)
}
