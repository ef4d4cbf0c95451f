import { Flag, Pause, Play, Square } from 'lucide-react'
import type { RecordingAsk } from '../../../electron/contract/recorder.ts'
import type { Mark } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Dot } from '../../ui/controls.tsx'
import { useNow } from '../../ui/use-now.ts'
import { recordedBy } from './recorded.ts'

const NO_MARKS: readonly Mark[] = []

/** The foot of a transcript that another window records: how far it is, and what can be asked of that window. */
export function ElsewhereBar({ id }: { readonly id: string }) {
	const { recording, transcripts, notices } = useApp()
	const { t } = useWords()
	const here = useFrom(recording, state => state.id === id)
	const transcript = useFrom(transcripts, state => state.transcripts?.[id])
	const marks = useFrom(transcripts, state => state.details[id]?.marks ?? NO_MARKS)
	const now = useNow(500)
	if (here || transcript?.state !== 'recording' || transcript.away) return null
	const at = clock(recordedBy(now, transcript, marks))
	const paused = marks.some(mark => mark.kind === 'pause' && mark.ms === null)
	const ask = (what: RecordingAsk) => void transcripts.ask(id, what).then(problem => problem && notices.tell(problem))
	return (
		<section className="foot" aria-label={t('record.elsewhereBar')}>
			<div className="transport">
				{paused ? <Pause size={13} fill="currentColor" aria-hidden="true" /> : <Dot tone="live" />}
				<time className="clock" role="timer" aria-label={t('record.clock')}>
					{at}
				</time>
				<span className="hint grow">{t('record.elsewhere')}</span>
				<div className="record-controls">
					<Button icon={<Flag size={15} />} aria-label={t('record.mark')} onClick={() => ask({ type: 'mark', note: '' })}>
						<span className="wide-only">{t('record.markShort')}</span>
					</Button>
					<Button
						icon={paused ? <Play size={14} fill="currentColor" /> : <Pause size={14} fill="currentColor" />}
						onClick={() => ask({ type: paused ? 'resume' : 'pause' })}
					>
						{t(paused ? 'record.resume' : 'record.pause')}
					</Button>
					<Button kind="live" icon={<Square size={13} fill="currentColor" />} onClick={() => ask({ type: 'stop' })}>
						{t('record.stopShort')}
					</Button>
				</div>
			</div>
		</section>
	)
}
