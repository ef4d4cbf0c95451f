import { Languages } from 'lucide-react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWishWords } from '../../messages/use-wish-words.ts'
import { useWords } from '../../messages/use-words.ts'
import { useFilePicker } from './file-picker.tsx'
import { WishDialog } from './wish-dialog.tsx'

/** With which model, and in which language, the files that are added from now on are heard. */
export function FilesWishDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
	const { preferences } = useApp()
	const { t } = useWords()
	const wish = useFrom(preferences, state => state.filesWish)
	return (
		<WishDialog
			{...{ wish, open, onClose }}
			title={t('wish.files')}
			hint={t('wish.filesHint')}
			onChoose={filesWish => preferences.setState({ filesWish })}
		/>
	)
}

/** Says so while files are not heard as the settings say, and leads to where that is chosen. */
export function FilesWishLine() {
	const { preferences } = useApp()
	const { t } = useWords()
	const pick = useFilePicker()
	const { says } = useWishWords(useFrom(preferences, state => state.filesWish))
	if (says === null) return null
	return (
		<button type="button" className="link wish-line" onClick={pick.wish}>
			<Languages size={13} aria-hidden="true" />
			<span className="wish-name">{t('wish.nextFiles', { what: says })}</span>
		</button>
	)
}
