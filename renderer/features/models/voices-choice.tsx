import type { Model } from '../../../electron/contract/models.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { useAct } from './use-act.ts'

/** Which of several models tells speakers apart. */
export function VoicesChoice({ voices }: { readonly voices: readonly Model[] }) {
	const { settings } = useApp()
	const { t } = useWords()
	const act = useAct()
	const chosen = useFrom(settings, state => state.settings)
	const [first, second] = voices
	if (chosen === null || first === undefined || second === undefined) return null
	const used = voices.find(({ id }) => id === chosen.speakersModel) ?? first
	return (
		<div className="models-used">
			<Choice
				label={t('models.usedForSpeakers')}
				value={used.id}
				options={voices.map(model => [model.id, model.name])}
				onChoose={speakersModel => act(settings.change({ speakersModel }))}
			/>
		</div>
	)
}
