import { Flag, Mic, MicOff, MonitorSpeaker, Pause, Play, Square } from 'lucide-react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { useApp, useFrom } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Dot, IconButton } from '../../ui/controls.tsx'
import { LiveLevel } from './live-level.tsx'
import { LiveWaveform } from './live-waveform.tsx'
import { MarkField } from './mark-field.tsx'
import { RecordFacts } from './record-facts.tsx'
import { RecordTrouble } from './record-trouble.tsx'
import { useMark } from './use-mark.ts'

/** The foot of the window while it records: is it heard, how long, is it saved; and what can be done. */
export function RecordBar() {
	const { recording } = useApp()
	const { t } = useWords()
	const phase = useFrom(recording, state => state.phase)
	if (phase === 'idle' || phase === 'asking') return null
	return (
		<section className="foot" aria-label={t('record.bar')}>
			<RecordTrouble />
			<JustMarked />
			<div className="transport">
				{phase === 'paused' ? <Pause size={13} fill="currentColor" aria-hidden="true" /> : <Dot tone="live" />}
				<Clock />
				<Sources />
				<LiveWaveform label={t('record.wave')} />
				<RecordFacts />
				<Controls phase={phase} />
			</div>
		</section>
	)
}

/** Drawn anew once a second, however often the state changes. */
function Clock() {
	const { recording } = useApp()
	const { t } = useWords()
	const at = useFrom(recording, state => clock(state.heard))
	return (
		<time className="clock" role="timer" aria-label={t('record.clock')}>
			{at}
		</time>
	)
}

/** Who is listened to, each with its level. */
function Sources() {
	const { recording } = useApp()
	const { t } = useWords()
	const channels = useStore(
		recording,
		useShallow(state => state.sources.map(source => source.channel))
	)
	const muted = useFrom(recording, state => state.muted)
	const shown = channels.length === 0 ? (['me'] as const) : channels
	return (
		<ul className="sources">
			{shown.map(channel => {
				const name = t('record.source', { channel })
				const Icon = channel === 'others' ? MonitorSpeaker : muted ? MicOff : Mic
				return (
					<li key={channel}>
						<Icon size={13} aria-hidden="true" />
						<span className={shown.length > 1 ? undefined : 'sr-only'}>{name}</span>
						<LiveLevel label={shown.length > 1 ? t('record.levelOf', { source: name }) : t('record.level')} channel={channel} />
					</li>
				)
			})}
		</ul>
	)
}

function Controls({ phase }: { readonly phase: 'recording' | 'paused' | 'stopping' }) {
	const { recording } = useApp()
	const { t } = useWords()
	const muted = useFrom(recording, state => state.muted)
	const mark = useMark()
	const stopping = phase === 'stopping'
	return (
		<div className="record-controls">
			<IconButton
				name={muted ? t('record.unmute') : t('record.mute')}
				icon={muted ? <MicOff size={17} /> : <Mic size={17} />}
				aria-pressed={muted}
				disabled={stopping}
				onClick={() => recording.mute(!muted)}
			/>
			<Button icon={<Flag size={15} />} disabled={stopping} aria-label={t('record.mark')} onClick={mark}>
				<span className="wide-only">{t('record.markShort')}</span>
			</Button>
			{phase === 'paused' ? (
				<Button icon={<Play size={14} fill="currentColor" />} aria-label={t('record.resume')} onClick={() => void recording.resume()}>
					<span className="wide-only">{t('record.resume')}</span>
				</Button>
			) : (
				<Button
					icon={<Pause size={14} fill="currentColor" />}
					disabled={stopping}
					aria-label={t('record.pause')}
					onClick={() => void recording.pause()}
				>
					<span className="wide-only">{t('record.pause')}</span>
				</Button>
			)}
			<Button kind="live" icon={<Square size={13} fill="currentColor" />} disabled={stopping} onClick={() => void recording.stop()}>
				{stopping ? t('record.stopping') : t('record.stopShort')}
			</Button>
		</div>
	)
}

/** The newest mark, while its note is being written. */
function JustMarked() {
	const { recording, place } = useApp()
	const open = useFrom(place, state => state.open === 'note')
	const mark = useFrom(recording, state => state.marks.findLast(each => each.kind === 'mark') ?? null)
	return open && mark && <MarkField key={mark.id} mark={mark} onDone={() => place.getState().open === 'note' && place.show(null)} />
}
