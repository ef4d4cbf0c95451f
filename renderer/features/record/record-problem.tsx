import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Note } from '../../ui/controls.tsx'
import { browserOf } from './browser.ts'
import { optionsOf } from './options.ts'
import { SystemSettingsButton } from './system-settings-button.tsx'
import { useToggleRecording } from './use-toggle-recording.ts'

/** Why the last try to hear or to record failed or ended, and the way out. */
export function RecordProblem() {
	const { recording, connection, place, preferences } = useApp()
	const words = useWords()
	const { t } = words
	const problem = useFrom(recording, state => state.problem)
	const host = useFrom(connection, state => state.app?.host ?? 'browser')
	const panel = useFrom(place, state => state.open === 'microphone')
	const under = useFrom(recording, state => state.phase === 'recording' || state.phase === 'paused')
	const toggle = useToggleRecording()
	if (problem === null) return null
	const refused = problem.code === 'microphone-refused'
	const system = String(problem.facts.platform ?? 'unknown')
	// Only in answer to a click does a browser ask what to share.
	const sharable = problem.code.startsWith('system-audio-') && problem.code !== 'system-audio-unsupported' && under
	const again = () => {
		recording.forgetProblem()
		if (panel) recording.meter(optionsOf(preferences.getState(), null))
		else toggle()
	}
	return (
		<div role="alert">
			<Note
				tone="bad"
				actions={
					<>
						{problem.code.startsWith('microphone-') && <Button onClick={again}>{t('microphone.retry')}</Button>}
						{sharable && <Button onClick={() => void recording.addSystemAudio()}>{t('record.shareAgain')}</Button>}
						<SystemSettingsButton problem={problem} />
						{!panel && <Button onClick={() => recording.forgetProblem()}>{t('app.dismiss')}</Button>}
					</>
				}
			>
				{refused ? t('microphone.refused') : words.problem(problem)}
				{refused && host !== 'electron' && (
					<span className="way-out">{t('microphone.wayBrowser', { browser: browserOf(navigator.userAgent) })}</span>
				)}
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
