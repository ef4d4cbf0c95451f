import { useApp, useFrom } from '../../app-context.ts'
import { useWishWords } from '../../messages/use-wish-words.ts'
import { useWords } from '../../messages/use-words.ts'
import { WishFields } from '../../ui/wish-fields.tsx'

/** With which model, and in which language, the next recording is heard. */
export function RecordWish() {
	const { preferences } = useApp()
	const { t } = useWords()
	const { wish, canChoose, labels, languages, models, with: changed } = useWishWords(useFrom(preferences, state => state.recordingWish))
	const busy = useFrom(useApp().recording, state => state.phase === 'recording' || state.phase === 'paused')
	if (!canChoose) return null
	return (
		<fieldset className="wish">
			<legend>
				{t('wish.recording')} {busy && <small>{t('microphone.next')}</small>}
			</legend>
			<WishFields
				{...{ labels, languages, models }}
				chosen={wish}
				onChoose={some => preferences.setState({ recordingWish: changed(some) })}
			/>
		</fieldset>
	)
}
