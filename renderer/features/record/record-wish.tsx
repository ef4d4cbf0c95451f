import type { Wish } from '../../../electron/contract/wish.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWishWords } from '../../messages/use-wish-words.ts'
import { useWords } from '../../messages/use-words.ts'
import { WishFields } from '../../ui/wish-fields.tsx'

/** With which model, and in which language, the next recording is heard, and the one that is under way from here on. */
export function RecordWish() {
	const { preferences, recording, transcripts, notices } = useApp()
	const { t } = useWords()
	const { wish, canChoose, labels, languages, models, with: changed } = useWishWords(useFrom(preferences, state => state.recordingWish))
	const under = useFrom(recording, state => (state.phase === 'recording' || state.phase === 'paused' ? state.id : null))
	if (!canChoose) return null
	const choose = (recordingWish: Wish) => {
		preferences.setState({ recordingWish })
		if (under !== null) void transcripts.wish(under, recordingWish).then(problem => problem && notices.tell(problem))
	}
	return (
		<fieldset className="wish">
			<legend>{t(under === null ? 'wish.recording' : 'wish.recordingNow')}</legend>
			<WishFields {...{ labels, languages, models }} chosen={wish} onChoose={some => choose(changed(some))} />
		</fieldset>
	)
}
