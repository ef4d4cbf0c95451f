import type { Transcript } from '../../../electron/contract/records.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Bar, Button, Note } from '../../ui/controls.tsx'

/** Below the facts: what is being done to the whole, and what its reader should know of it. */
export function HeadNotes({ transcript }: { readonly transcript: Transcript }) {
	const words = useWords()
	const { polishing, findingSpeakers, notices, state, samples, playable } = transcript
	const isSilent = state === 'done' && samples > 0 && !playable
	if (polishing === null && findingSpeakers === null && notices.length === 0 && !isSilent) return null
	return (
		<div className="head-notes">
			{polishing !== null && <Polishing transcript={transcript} done={polishing} />}
			{findingSpeakers !== null && <FindingSpeakers transcript={transcript} done={findingSpeakers} />}
			{isSilent && <Note tone="plain">{words.t('transcript.audioGone')}</Note>}
			{notices.map(notice => (
				<Note key={notice.text} tone="warn">
					{words.problem(notice)}
				</Note>
			))}
		</div>
	)
}

/** Voices are told apart. `done`: samples that were listened to. */
function FindingSpeakers({ transcript, done }: { readonly transcript: Transcript; readonly done: number }) {
	const { transcripts, notices } = useApp()
	const { t } = useWords()
	const fraction = transcript.samples === 0 ? 0 : Math.min(1, done / transcript.samples)
	const leave = async () => {
		const problem = await transcripts.cancelSpeakers(transcript.id)
		if (problem) notices.tell(problem)
	}
	return (
		<div className="polishing">
			<Note tone="plain" actions={<Button onClick={() => void leave()}>{t('voices.cancel')}</Button>}>
				<b>{t('voices.finding', { fraction: Math.floor(fraction * 100) / 100 })}</b> {t('voices.findingHint')}
			</Note>
			<Bar value={fraction} label={t('voices.findingBar')} />
		</div>
	)
}

/** The second pass, or one with another model. `done`: samples that it has been over. */
function Polishing({ transcript, done }: { readonly transcript: Transcript; readonly done: number }) {
	const { transcripts, notices } = useApp()
	const { t } = useWords()
	const fraction = transcript.samples === 0 ? 0 : Math.min(1, done / transcript.samples)
	const model = transcript.polishModel
	const says = (fraction: number) =>
		model === null ? t('transcript.polishing', { fraction }) : t('transcript.againWith', { model, fraction })
	const leave = async () => {
		const problem = await transcripts.cancel(transcript.id)
		if (problem) notices.tell(problem)
	}
	return (
		<div className="polishing">
			<Note tone="plain" actions={<Button onClick={() => void leave()}>{t('transcript.polishCancel')}</Button>}>
				<b>{says(Math.floor(fraction * 100) / 100)}</b> {t(model === null ? 'transcript.polishingHint' : 'transcript.againHint')}
			</Note>
			<Bar value={fraction} label={t('transcript.polishingBar')} />
		</div>
	)
}
