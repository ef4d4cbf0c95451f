import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'

/** Every transcript with its audio, the trash and the crash history go for ever, once a word is written for it. */
export function DeleteEverything() {
	const { library, transcripts, crashes, playback, notices } = useApp()
	const { t } = useWords()
	const [asking, setAsking] = useState(false)
	const [written, setWritten] = useState('')
	const [busy, setBusy] = useState(false)
	const word = t('about.deleteWord')
	const isSure = written.trim().toLocaleLowerCase() === word.toLocaleLowerCase()
	const close = () => {
		setAsking(false)
		setWritten('')
	}
	async function erase() {
		playback.stop()
		const ids = Object.values(transcripts.getState().transcripts ?? {}).flatMap(({ id, partOf }) => (partOf === null ? [id] : []))
		const problem =
			(ids.length === 0 ? null : await library.remove(ids)) ?? (await library.look()) ?? (await eraseTrash()) ?? (await crashes.removeAll())
		library.setState({ thrown: null })
		if (problem) notices.tell(problem)
	}
	async function eraseTrash() {
		const trashed = (library.getState().trash ?? []).map(({ transcript }) => transcript.id)
		return trashed.length === 0 ? null : await library.erase(trashed)
	}
	return (
		<>
			<Button icon={<Trash2 size={15} />} onClick={() => setAsking(true)}>
				{t('about.delete')}
			</Button>
			<DialogFrame
				title={t('about.deleteTitle')}
				hint={t('about.deleteAsk', { word })}
				close={t('app.close')}
				open={asking}
				onClose={close}
			>
				<form
					className="about-sure"
					onSubmit={event => {
						event.preventDefault()
						if (!isSure || busy) return
						setBusy(true)
						void erase().finally(() => {
							setBusy(false)
							close()
						})
					}}
				>
					<input
						aria-label={t('about.deleteAsk', { word })}
						value={written}
						autoComplete="off"
						spellCheck={false}
						onChange={event => setWritten(event.currentTarget.value)}
					/>
					<div className="dialog-foot">
						<Button onClick={close}>{t('transcript.cancel')}</Button>
						<Button type="submit" kind="live" disabled={!isSure || busy}>
							{t('about.delete')}
						</Button>
					</div>
				</form>
			</DialogFrame>
		</>
	)
}
