import { Square } from 'lucide-react'
import { useApp, useFrom } from '../../app-context.ts'
import { clock, seconds } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Dot, Note } from '../../ui/controls.tsx'
import { LevelMeter, Waveform } from '../../ui/meter.tsx'
import { useNow } from '../../ui/use-now.ts'

/** Peaks of the last 4 s below this: the microphone is muted, or dead. Real rooms are louder. */
const SILENT = 0.0005
const SILENT_PEAKS = 80
/** More than this unsaved is worth a word: chunks are on disk within a few ms when all is well. */
const BEHIND_SECONDS = 1

/** The foot of the window while it records: is it heard, how long, is it saved. */
export function RecordBar() {
	const { recording } = useApp()
	const words = useWords()
	const state = useFrom(recording, each => each)
	if (state.phase !== 'recording' && state.phase !== 'stopping') return null
	const { t } = words
	const recent = recording.peaks.slice(-SILENT_PEAKS)
	const silent = recent.length === SILENT_PEAKS && recent.every(peak => peak < SILENT)
	return (
		<section className="foot" aria-label={t('record.bar')}>
			{state.holdUp && <Note tone="warn">{words.problem(state.holdUp)}</Note>}
			{silent && <Note tone="warn">{t('record.silent')}</Note>}
			<div className="transport">
				<Dot tone="live" />
				<time className="clock" role="timer" aria-label={t('record.clock')}>
					{clock(state.heard)}
				</time>
				<LevelMeter level={state.level} label={t('record.level')} />
				<Waveform peaks={recording.peaks} count={recording.peaks.length} label={t('record.wave')} />
				<Saved savedAt={state.savedAt} unsaved={state.unsaved} />
				<Button
					kind="live"
					icon={<Square size={13} fill="currentColor" />}
					disabled={state.phase === 'stopping'}
					onClick={() => void recording.stop()}
				>
					{state.phase === 'stopping' ? t('record.stopping') : t('record.stopShort')}
				</Button>
			</div>
		</section>
	)
}

function Saved({ savedAt, unsaved }: { readonly savedAt: number | null; readonly unsaved: number }) {
	const { t, number } = useWords()
	const now = useNow(500)
	const behind = seconds(unsaved)
	if (behind > BEHIND_SECONDS) return <span className="hint warn">{t('record.behind', { seconds: number(behind) })}</span>
	if (savedAt === null) return <span className="hint">{t('record.saving')}</span>
	return <span className="hint saved">{t('record.savedNow', { seconds: number(Math.max(0.1, (now - savedAt) / 1000), 1) })}</span>
}
