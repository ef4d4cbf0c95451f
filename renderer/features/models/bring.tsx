import { FolderInput, PackageOpen } from 'lucide-react'
import { type DragEvent, type FormEvent, type ReactNode, useId, useRef, useState } from 'react'
import { modelsDropped } from '../../api/dropped-models.ts'
import type { Problem } from '../../api/problem.ts'
import { electronBridge } from '../../api/transport-electron.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'

/** In Electron a folder is brought by its path; a page sends what is in it. */
const readsFolders = electronBridge() !== null

/** A model that is on this machine already: dropped on the page, picked, or by its path. Works without a network. */
export function Bring({ children }: { readonly children: ReactNode }) {
	const { uploads } = useApp()
	const { t } = useWords()
	const [over, setOver] = useState(false)
	const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')
	// What is dropped here is a model, not a recording: the window’s own drop is not to hear of it.
	const take = (event: DragEvent, now: boolean) => {
		if (!hasFiles(event)) return
		event.preventDefault()
		event.stopPropagation()
		setOver(now)
	}
	return (
		<section
			aria-label={t('models.name')}
			className={over ? 'scroll models-drop over' : 'scroll models-drop'}
			onDragEnter={event => take(event, true)}
			onDragOver={event => take(event, true)}
			onDragLeave={event => {
				if (!event.currentTarget.contains(event.relatedTarget as Node | null)) take(event, false)
			}}
			onDrop={event => {
				take(event, false)
				if (!hasFiles(event)) return
				const files = readsFolders ? Promise.resolve([...event.dataTransfer.files]) : modelsDropped(event.dataTransfer)
				void files.then(all => {
					for (const file of all) void uploads.importModel(file)
				})
			}}
		>
			{children}
			<BringForm />
		</section>
	)
}

function BringForm() {
	const { models: store, uploads } = useApp()
	const words = useWords()
	const { t } = words
	const id = useId()
	const picker = useRef<HTMLInputElement>(null)
	const [path, setPath] = useState('')
	const [wrong, setWrong] = useState<Problem | null>(null)
	const bring = async (event: FormEvent) => {
		event.preventDefault()
		if (path.trim() === '') return
		const problem = await store.importPath(path)
		setWrong(problem)
		if (problem === null) setPath('')
	}
	return (
		<section className="page models" aria-labelledby={`${id}-title`}>
			<h2 id={`${id}-title`}>{t('models.bring')}</h2>
			<p className="hint">{t('models.bringHint')}</p>
			<form className="models-bring" onSubmit={event => void bring(event)}>
				<Button icon={<PackageOpen size={15} />} onClick={() => picker.current?.click()}>
					{t('models.pick')}
				</Button>
				<input
					ref={picker}
					type="file"
					hidden
					accept=".bz2,.gz,.tgz,.tbz2,.tar,.zip"
					data-testid="pick-model"
					onChange={event => {
						for (const file of event.currentTarget.files ?? []) void uploads.importModel(file)
						event.currentTarget.value = ''
					}}
				/>
				<input
					type="text"
					value={path}
					spellCheck={false}
					aria-label={t('models.path')}
					placeholder={t('models.path')}
					aria-invalid={wrong !== null}
					aria-describedby={`${id}-wrong`}
					onChange={event => setPath(event.currentTarget.value)}
				/>
				<Button type="submit" icon={<FolderInput size={15} />} disabled={path.trim() === ''}>
					{t('models.import')}
				</Button>
			</form>
			<p id={`${id}-wrong`} className="hint warn" role="status">
				{wrong && words.problem(wrong)}
			</p>
		</section>
	)
}
