import { createContext, type ReactNode, use, useMemo, useRef, useState } from 'react'
import { chooseFromFolder } from '../../api/chosen-files.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { FilesWishDialog } from './files-wish.tsx'
import { PathDialog } from './path-dialog.tsx'

export interface Pickers {
	/** Opens the system's dialog for files; what is chosen is added. */
	files(): void
	/** The same for a folder: sound and video in it, however deep. */
	folder(): void
	/** Asks for paths. */
	path(): void
	/** Asks how files that are added from now on are to be heard. */
	wish(): void
}

const Picker = createContext<Pickers>({ files: () => {}, folder: () => {}, path: () => {}, wish: () => {} })

export function useFilePicker(): Pickers {
	return use(Picker)
}

export function FilePicker({ children }: { readonly children: ReactNode }) {
	const files = useRef<HTMLInputElement>(null)
	const folder = useRef<HTMLInputElement>(null)
	const [asks, setAsks] = useState<'path' | 'wish' | null>(null)
	const { uploads } = useApp()
	const { t } = useWords()
	const pickers = useMemo(
		() => ({
			files: () => files.current?.click(),
			folder: () => folder.current?.click(),
			path: () => setAsks('path'),
			wish: () => setAsks('wish')
		}),
		[]
	)
	return (
		<Picker value={pickers}>
			{children}
			<input
				ref={files}
				type="file"
				multiple
				hidden
				aria-label={t('library.open')}
				onChange={event => {
					void uploads.add([...(event.currentTarget.files ?? [])])
					// The same file may be chosen again.
					event.currentTarget.value = ''
				}}
			/>
			<input
				ref={folder}
				type="file"
				multiple
				hidden
				// React knows no folders.
				{...{ webkitdirectory: '' }}
				aria-label={t('library.openFolder')}
				onChange={event => {
					void uploads.addChosen(chooseFromFolder([...(event.currentTarget.files ?? [])]))
					event.currentTarget.value = ''
				}}
			/>
			<PathDialog open={asks === 'path'} onClose={() => setAsks(null)} />
			<FilesWishDialog open={asks === 'wish'} onClose={() => setAsks(null)} />
		</Picker>
	)
}
