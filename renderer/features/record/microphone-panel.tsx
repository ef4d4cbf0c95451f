import { Mic } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Note } from '../../ui/controls.tsx'
import { Tick } from '../../ui/tick.tsx'
import { LiveLevel } from './live-level.tsx'
import { MicrophoneChoice } from './microphone-choice.tsx'
import { optionsOf } from './options.ts'
import { RecordProblem } from './record-problem.tsx'
import { RecordWish } from './record-wish.tsx'
import { useToggleRecording } from './use-toggle-recording.ts'

/** Which microphone, is it heard, and what is done to its sound. Hears as long as it is shown. */
export function MicrophonePanel({ onDone }: { readonly onDone: () => void }) {
	const { recording, preferences, connection } = useApp()
	const { t } = useWords()
	const chosen = useFrom(preferences, state => state)
	const phase = useFrom(recording, state => state.phase)
	const host = useFrom(connection, state => state.app?.host ?? 'browser')
	const toggle = useToggleRecording()
	const idle = phase === 'idle' || phase === 'asking'
	// Whatever is chosen anew is heard at once.
	useEffect(() => recording.meter(optionsOf(chosen, null)), [recording, chosen])
	useEffect(() => () => recording.meter(null), [recording])
	return (
		<>
			<MicrophoneChoice />
			<Heard key={chosen.microphone} />
			<RecordWish />
			<fieldset className="ticks">
				<legend>
					{t('microphone.processing')} <small>{t(idle ? 'microphone.processingHint' : 'microphone.next')}</small>
				</legend>
				<Tick
					label={t('microphone.echo')}
					hint={t('microphone.echoHint')}
					on={chosen.echoCancellation}
					onChange={echoCancellation => preferences.setState({ echoCancellation })}
				/>
				<Tick
					label={t('microphone.noise')}
					hint={t('microphone.noiseHint')}
					on={chosen.noiseSuppression}
					onChange={noiseSuppression => preferences.setState({ noiseSuppression })}
				/>
				<Tick
					label={t('microphone.gain')}
					hint={t('microphone.gainHint')}
					on={chosen.autoGainControl}
					onChange={autoGainControl => preferences.setState({ autoGainControl })}
				/>
			</fieldset>
			<SystemAudio host={host} />
			{idle && (
				<Button
					kind="primary"
					className="wide"
					icon={<Mic size={16} />}
					disabled={phase === 'asking'}
					onClick={() => {
						toggle()
						onDone()
					}}
				>
					{t('microphone.start')}
				</Button>
			)}
		</>
	)
}

/** Louder than rooms are: somebody speaks. −34 dB. */
const AUDIBLE = 0.02

/** The level, and in words what it means. */
function Heard() {
	const { recording } = useApp()
	const { t } = useWords()
	const open = useFrom(recording, state => state.metering || state.sources.length > 0 || state.phase === 'recording')
	const flat = useFrom(recording, state => state.flat)
	const clipping = useFrom(recording, state => state.clipping)
	const failed = useFrom(recording, state => state.problem !== null)
	const [heard, setHeard] = useState(false)
	useEffect(() => recording.subscribe(state => state.level > AUDIBLE && setHeard(true)), [recording])
	if (failed && !open) return <RecordProblem />
	return (
		<div className="heard">
			<LiveLevel label={t('microphone.level')} wide />
			<p className="hint heard-hint" aria-live="polite">
				{t(open ? (heard ? 'microphone.good' : 'microphone.say') : 'microphone.asking')}
			</p>
			{open && flat && <Note tone="warn">{t('record.flat')}</Note>}
			{open && clipping && <Note tone="warn">{t('record.clipping')}</Note>}
		</div>
	)
}

/** What the machine plays: wanted from the start, or while something is recorded, now. */
function SystemAudio({ host }: { readonly host: string }) {
	const { recording, preferences } = useApp()
	const { t } = useWords()
	const wanted = useFrom(preferences, state => state.systemAudio)
	const recorded = useFrom(recording, state => state.sources.some(source => source.channel === 'others'))
	const under = useFrom(recording, state => state.phase === 'recording' || state.phase === 'paused')
	const change = (on: boolean) => {
		preferences.setState({ systemAudio: on })
		if (!under) return
		if (on) void recording.addSystemAudio()
		else recording.dropSystemAudio()
	}
	return (
		<Tick label={t('microphone.system')} hint={t('microphone.systemHint', { host })} on={under ? recorded : wanted} onChange={change} />
	)
}
