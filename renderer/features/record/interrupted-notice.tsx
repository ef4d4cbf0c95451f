import { useApp, useFrom } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Note } from '../../ui/controls.tsx'

/** Recordings whose page is gone, and wait: to be gone on with here, or to be ended. */
export function InterruptedNotice() {
	const { recording, place, notices, transcripts } = useApp()
	const { t } = useWords()
	const waiting = useFrom(recording, state => state.interrupted)
	const idle = useFrom(recording, state => state.phase === 'idle')
	const shown = useFrom(place, state => (state.place.at === 'transcript' ? state.place.id : null))
	const titles = useFrom(transcripts, state => state.transcripts)
	return waiting.map(each => (
		<div key={each.recording} role="alert">
			<Note
				tone="warn"
				actions={
					<>
						<Button
							kind="primary"
							disabled={!idle}
							onClick={() => {
								place.go({ at: 'transcript', id: each.recording })
								void recording.goOn(each)
							}}
						>
							{t('record.goOnHere')}
						</Button>
						<Button onClick={() => void recording.finish(each).then(problem => problem && notices.tell(problem))}>
							{t('record.finish')}
						</Button>
						{shown !== each.recording && (
							<Button onClick={() => place.go({ at: 'transcript', id: each.recording })}>{t('record.show')}</Button>
						)}
					</>
				}
			>
				{/* It may have been renamed since its page was here. */}
				{t('record.goneTitle', { title: titles?.[each.recording]?.title ?? each.title, clock: clock(each.samples) })}
			</Note>
		</div>
	))
}
