import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { optionsOf } from './options.ts'

/** Starts a recording named after the moment and shows it, or stops the one under way. */
export function useToggleRecording(): () => void {
	const { recording, place, preferences, playback, models } = useApp()
	const words = useWords()
	return () => {
		const { phase } = recording.getState()
		if (phase === 'recording' || phase === 'paused') return void recording.stop()
		if (phase !== 'idle') return
		playback.stop()
		const title = words.t('record.title', { when: words.dateTime(Date.now()) })
		void recording.start(title, optionsOf(preferences.getState(), models.getState().models)).then(() => {
			const { id } = recording.getState()
			if (id !== null) place.go({ at: 'transcript', id })
		})
	}
}
