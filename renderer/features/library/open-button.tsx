import { Menu } from '@base-ui/react/menu'
import { ChevronDown, FolderOpen } from 'lucide-react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWishWords } from '../../messages/use-wish-words.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Kbd, MODIFIER } from '../../ui/controls.tsx'
import { useFilePicker } from './file-picker.tsx'

/** Opens files; beside it the other ways in. */
export function OpenButton() {
	const { connection, preferences } = useApp()
	const { canChoose } = useWishWords(useFrom(preferences, state => state.filesWish))
	const { t } = useWords()
	const pick = useFilePicker()
	// In Electron every file comes by its path anyway.
	const byPath = useFrom(connection, state => state.app?.host === 'browser')
	return (
		<div className="open-files">
			<Button kind="quiet" className="wide" icon={<FolderOpen size={16} />} onClick={pick.files}>
				<span>{t('library.open')}</span>
				<Kbd>{MODIFIER}O</Kbd>
			</Button>
			<Menu.Root>
				<Menu.Trigger className="button quiet icon-only" aria-label={t('library.openMore')}>
					<ChevronDown size={16} />
				</Menu.Trigger>
				<Menu.Portal>
					<Menu.Positioner sideOffset={6} align="end" className="floating">
						<Menu.Popup className="popup menu" aria-label={t('library.openMore')}>
							<Menu.Item className="menu-item" onClick={pick.folder}>
								{t('library.openFolder')}
							</Menu.Item>
							{byPath && (
								<Menu.Item className="menu-item" onClick={pick.path}>
									{t('library.openPath')}
								</Menu.Item>
							)}
							{canChoose && (
								<Menu.Item className="menu-item" onClick={pick.wish}>
									{t('wish.choose')}
								</Menu.Item>
							)}
						</Menu.Popup>
					</Menu.Positioner>
				</Menu.Portal>
			</Menu.Root>
		</div>
	)
}
