import { useEffect, useState } from 'react'
import { type ChosenFiles, chooseDropped } from '../../api/chosen-files.ts'
import { electronBridge } from '../../api/transport-electron.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'

/** In Electron a folder is dropped by its path, and main looks through it. */
const takesFolders = electronBridge() === null

/** Takes files and folders dropped anywhere in the window, and says so while they hover; and files that are pasted. */
export function DropTarget() {
	const { uploads } = useApp()
	const { t } = useWords()
	const [over, setOver] = useState(false)
	useEffect(() => {
		// `dragleave` fires for every element passed: only the outermost one counts.
		let depth = 0
		const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
		const handlers: Record<string, (event: DragEvent) => void> = {
			dragenter: event => {
				if (!hasFiles(event)) return
				event.preventDefault()
				depth++
				setOver(true)
			},
			dragover: event => hasFiles(event) && event.preventDefault(),
			dragleave: event => {
				if (hasFiles(event) && --depth <= 0) setOver(false)
			},
			drop: event => {
				depth = 0
				setOver(false)
				if (!hasFiles(event)) return
				event.preventDefault()
				// At once: when the drop is over the browser gives nothing out any more.
				if (event.dataTransfer) void uploads.addChosen(takesFolders ? chooseDropped(event.dataTransfer) : asTheyAre(event.dataTransfer))
			},
			paste: event => {
				const files = [...((event as unknown as ClipboardEvent).clipboardData?.files ?? [])]
				if (files.length === 0) return
				event.preventDefault()
				void uploads.add(files)
			}
		}
		for (const [name, handler] of Object.entries(handlers)) addEventListener(name, handler as EventListener)
		return () => {
			for (const [name, handler] of Object.entries(handlers)) removeEventListener(name, handler as EventListener)
		}
	}, [uploads])
	if (!over) return null
	return (
		<div className="drop" aria-hidden="true">
			<p>
				<b>{t('app.drop')}</b>
				{t('app.dropHint')}
			</p>
		</div>
	)
}

function asTheyAre({ files }: DataTransfer): Promise<ChosenFiles> {
	return Promise.resolve({ files: [...files], leftOut: { other: 0, hidden: 0 } })
}
