import { Flag, MicOff, Moon, Pause, X } from 'lucide-react'
import type { Mark } from '../../../electron/contract/records.ts'
import { useApp } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice } from '../../messages/words.ts'
import { IconButton } from '../../ui/controls.tsx'
import { NoteField } from '../../ui/note-field.tsx'
import { Place } from './place.tsx'

interface MarkProps {
	readonly transcript: string
	readonly mark: Mark
	/** Null where nothing can be played now. */
	readonly onPlay: ((sample: number) => void) | null
}

/** What happened here that is no speech: a mark with its note, or why time is missing. */
export function MarkLine({ transcript, mark, onPlay }: MarkProps) {
	return mark.kind === 'mark' ? <SetMark transcript={transcript} mark={mark} onPlay={onPlay} /> : <Break mark={mark} onPlay={onPlay} />
}

function SetMark({ transcript, mark, onPlay }: MarkProps) {
	const { transcripts, notices } = useApp()
	const { t } = useWords()
	const place = clock(mark.sample)
	const tell = (problem: Awaited<ReturnType<typeof transcripts.setMark>>) => problem && notices.tell(problem)
	return (
		<div className="set-mark">
			<Place sample={mark.sample} onPlay={onPlay} />
			<div className="mark-body">
				<Flag size={14} aria-hidden="true" />
				<NoteField
					label={t('mark.noteAt', { clock: place })}
					placeholder={t('mark.addNote')}
					note={mark.note}
					onChange={note => void transcripts.setMark(transcript, { ...mark, note }).then(tell)}
				/>
				<IconButton
					name={t('mark.remove', { clock: place })}
					icon={<X size={14} />}
					onClick={() => void transcripts.removeMark(transcript, mark).then(tell)}
				/>
			</div>
		</div>
	)
}

const ICONS = { pause: Pause, mute: MicOff, asleep: Moon }

/** A stretch that was not to be recorded, or could not be: nobody's fault. */
function Break({ mark, onPlay }: Omit<MarkProps, 'transcript'>) {
	const { t, duration } = useWords()
	if (mark.kind === 'mark') return null
	const Icon = ICONS[mark.kind]
	return (
		<div className="break" role="note">
			<Place sample={mark.sample} onPlay={onPlay} />
			<span className="break-text">
				<Icon size={13} aria-hidden="true" />
				{t('mark.break', {
					kind: choice(mark.kind),
					lasting: String(mark.ms === null),
					time: duration(Math.max(1_000, Math.round((mark.ms ?? 0) / 1_000) * 1_000))
				})}
			</span>
		</div>
	)
}
