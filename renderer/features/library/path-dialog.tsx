import { type FormEvent, useId, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'

/** Files and folders by path, one a line: where the page and Holdfast share the machine nothing needs to be copied. */
export function PathDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
	const { t } = useWords()
	return (
		<DialogFrame title={t('library.openPath')} hint={t('library.pathHint')} close={t('app.close')} open={open} onClose={onClose}>
			<PathForm onDone={onClose} />
		</DialogFrame>
	)
}

function PathForm({ onDone }: { readonly onDone: () => void }) {
	const { uploads } = useApp()
	const words = useWords()
	const { t } = words
	const id = useId()
	const [written, setWritten] = useState('')
	const [wrong, setWrong] = useState<readonly string[]>([])
	const [asking, setAsking] = useState(false)
	const add = async (event: FormEvent) => {
		event.preventDefault()
		if (asking || written.trim() === '') return
		setAsking(true)
		const added = await uploads.addPaths(written.split('\n').filter(line => line.trim() !== ''))
		setAsking(false)
		const problems = added.ok ? added.value.problems : [added.problem]
		if (problems.length === 0) return onDone()
		setWrong(problems.map(problem => words.problem(problem)))
	}
	return (
		<form className="path-form" onSubmit={event => void add(event)}>
			<textarea
				// biome-ignore lint/a11y/noAutofocus: the dialog was opened to write in it
				autoFocus
				rows={3}
				value={written}
				spellCheck={false}
				aria-label={t('library.paths')}
				aria-invalid={wrong.length > 0}
				aria-describedby={`${id}-wrong`}
				placeholder={t('library.pathExample')}
				onChange={event => setWritten(event.currentTarget.value)}
				onKeyDown={event => {
					if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) void add(event)
				}}
			/>
			<div id={`${id}-wrong`} role="alert">
				{wrong.map(text => (
					<p key={text} className="hint bad">
						{text}
					</p>
				))}
			</div>
			<div className="dialog-foot">
				<Button kind="primary" type="submit" disabled={asking || written.trim() === ''}>
					{t('library.add')}
				</Button>
			</div>
		</form>
	)
}
