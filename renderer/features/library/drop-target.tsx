import { useEffect, useState } from 'react'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'

/** Takes files dropped anywhere in the window, and says so while they hover. */
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
				void uploads.add([...(event.dataTransfer?.files ?? [])])
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
