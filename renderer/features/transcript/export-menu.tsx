import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { saveFile } from '../../ui/save-file.ts'

/** The formats that main offers; choosing one saves the file. */
export function ExportMenu({ transcript }: { readonly transcript: Transcript }) {
	const { exports, place, notices } = useApp()
	const { t } = useWords()
	const formats = useFrom(exports, state => state.formats)
	const open = useFrom(place, state => state.open === 'export')
	const save = async (format: string) => {
		const written = await exports.write([transcript.id], format, {})
		if (!written.ok) return notices.tell(written.problem)
		saveFile(written.value.name, written.value.contents, written.value.mime)
	}
	return (
		<Menu.Root open={open} onOpenChange={shown => place.show(shown ? 'export' : null)}>
			<Menu.Trigger className="button plain" disabled={formats.length === 0 || transcript.words === 0}>
				<Download size={15} />
				{t('transcript.export')}
			</Menu.Trigger>
			<Menu.Portal>
				<Menu.Positioner sideOffset={6} align="end" className="floating">
					<Menu.Popup className="popup menu" aria-label={t('transcript.exportHint')}>
						{formats.map(format => (
							<Menu.Item key={format.id} className="menu-item" onClick={() => void save(format.id)}>
								<span>{format.name}</span>
								<small>.{format.extension}</small>
							</Menu.Item>
						))}
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	)
}
