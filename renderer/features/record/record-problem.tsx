import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Note } from '../../ui/controls.tsx'
import { optionsOf } from './options.ts'
import { platformOf } from './platform.ts'
import { useToggleRecording } from './use-toggle-recording.ts'

/** Why the last try to hear or to record failed or ended, and the way out. */
export function RecordProblem() {
	const { recording, connection, place, preferences } = useApp()
	const words = useWords()
	const { t } = words
	const problem = useFrom(recording, state => state.problem)
	const host = useFrom(connection, state => state.app?.host ?? 'browser')
	const panel = useFrom(place, state => state.open === 'microphone')
	const toggle = useToggleRecording()
	if (problem === null) return null
	const refused = problem.code === 'microphone-refused'
	const { browser, system } = platformOf(navigator.userAgent)
	const again = () => {
		recording.forgetProblem()
		if (panel) recording.meter(optionsOf(preferences.getState()))
		else toggle()
	}
	return (
		<div role="alert">
			<Note
				tone="bad"
				actions={
					<>
						{problem.code.startsWith('microphone-') && <Button onClick={again}>{t('microphone.retry')}</Button>}
						{!panel && <Button onClick={() => recording.forgetProblem()}>{t('app.dismiss')}</Button>}
					</>
				}
			>
				{refused ? t('microphone.refused') : words.problem(problem)}
				{refused && host !== 'electron' && <span className="way-out">{t('microphone.wayBrowser', { browser })}</span>}
				{refused && (
					<span className="way-out">{t('microphone.waySystem', { system, app: host === 'electron' ? 'holdfast' : 'browser' })}</span>
				)}
			</Note>
		</div>
	)
}

/** The same among the banners, while the panel that says it is not open. */
export function RecordProblemBanner() {
	const { place } = useApp()
	return useFrom(place, state => state.open !== 'microphone') && <RecordProblem />
}
