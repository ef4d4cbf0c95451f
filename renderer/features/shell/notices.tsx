import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Note } from '../../ui/controls.tsx'
import { useNow } from '../../ui/use-now.ts'
import { NoticeActions } from './notice-actions.tsx'

/** After so long the line is not just blinking: main was probably ended. */
const LONG_MS = 8_000
/** A restart of main is over sooner than a sentence is read. */
const SHORT_MS = 400

/** The line to main, when it is not as it should be. */
export function ConnectionBanner() {
	const { connection, recording } = useApp()
	const { t } = useWords()
	const { line, since } = useFrom(connection, state => state)
	const recordingNow = useFrom(recording, state => state.phase !== 'idle' && state.phase !== 'asking')
	const now = useNow(300)
	if (line === 'open') return null
	if (line === 'outdated') {
		return (
			<Note tone="warn" actions={<Button onClick={() => location.reload()}>{t('connection.reload')}</Button>}>
				{t('connection.outdated')}
			</Note>
		)
	}
	const waited = now - since
	if (waited < SHORT_MS || (line === 'connecting' && waited < 2_000)) return null
	return (
		<div role="status">
			<Note
				tone="warn"
				actions={!recordingNow && waited > LONG_MS && <Button onClick={() => location.reload()}>{t('connection.reload')}</Button>}
			>
				{recordingNow ? t('connection.lostRecording') : waited > LONG_MS ? t('connection.lostLong') : t('connection.lost')}
			</Note>
		</div>
	)
}

/** What main had to say, until it is dismissed. */
export function Notices() {
	const { notices } = useApp()
	const words = useWords()
	const all = useFrom(notices, state => state.notices)
	return (
		<>
			{all.map(notice => (
				<div key={notice.id} role="alert">
					<Note
						tone="warn"
						actions={
							<>
								<NoticeActions problem={notice.problem} onDone={() => notices.dismiss(notice.id)} />
								<Button onClick={() => notices.dismiss(notice.id)}>{words.t('app.dismiss')}</Button>
							</>
						}
					>
						{words.problem(notice.problem)}
						{notice.times > 1 && ` (${notice.times}×)`}
					</Note>
				</div>
			))}
		</>
	)
}
