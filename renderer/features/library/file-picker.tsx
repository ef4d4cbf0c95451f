import { createContext, type ReactNode, use, useCallback, useRef } from 'react'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'

const Picker = createContext<() => void>(() => {})

/** Opens the system's file dialog; what is chosen is added. */
export function useFilePicker(): () => void {
	return use(Picker)
}

export function FilePicker({ children }: { readonly children: ReactNode }) {
	const input = useRef<HTMLInputElement>(null)
	const { uploads } = useApp()
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
					void uploads.add([...(event.currentTarget.files ?? [])])
					// The same file may be chosen again.
					event.currentTarget.value = ''
				}}
			/>
		</Picker>
	)
}
