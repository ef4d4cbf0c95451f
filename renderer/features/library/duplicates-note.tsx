import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Note } from '../../ui/controls.tsx'

/** Files that are here already: the way to the first's transcript, and to another one of each. */
export function DuplicatesNote() {
	const { uploads, place } = useApp()
	const { t } = useWords()
	const duplicates = useFrom(uploads, state => state.duplicates)
	const [first] = duplicates
	if (first === undefined) return null
	const more = duplicates.length - 1
	return (
		<div role="status">
			<Note
				tone="plain"
				actions={
					<>
						<Button
							onClick={() => {
								uploads.leave()
								place.go({ at: 'transcript', id: first.transcript })
							}}
						>
							{t('library.openIt', { more })}
						</Button>
						<Button onClick={() => void uploads.addAgain()}>{t('library.again')}</Button>
						<Button kind="quiet" onClick={() => uploads.leave()}>
							{t('app.dismiss')}
						</Button>
					</>
				}
			>
				{t('library.duplicate', { name: first.name, title: first.title, same: String(first.name.startsWith(first.title)), more })}
			</Note>
		</div>
	)
}
