import { createContext, type ReactNode, use, useCallback, useRef } from 'react'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'

const Picker = createContext<() => void>(() => {})

/** Opens the system's file dialog; what is chosen is added. */
export function useFilePicker(): () => void {
	return use(Picker)
}

/** Adds files and shows the transcript of the first, unless the user has gone elsewhere meanwhile. */
export function useAddFiles(): (files: readonly File[]) => void {
	const { uploads, place, recording } = useApp()
	return useCallback(
		files => {
			const before = place.getState().place
			void uploads.add(files).then(id => {
				const untouched = place.getState().place === before && recording.getState().phase === 'idle'
				if (id !== null && untouched) place.go({ at: 'transcript', id })
			})
		},
		[uploads, place, recording]
	)
}

export function FilePicker({ children }: { readonly children: ReactNode }) {
	const input = useRef<HTMLInputElement>(null)
	const add = useAddFiles()
	const { t } = useWords()
	const open = useCallback(() => input.current?.click(), [])
	return (
		<Picker value={open}>
			{children}
			<input
				ref={input}
				type="file"
				multiple
				hidden
				aria-label={t('library.open')}
				onChange={event => {
					add([...(event.currentTarget.files ?? [])])
					// The same file may be chosen again.
					event.currentTarget.value = ''
				}}
			/>
		</Picker>
	)
}
