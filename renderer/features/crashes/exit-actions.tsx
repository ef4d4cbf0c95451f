import { Toast } from '@base-ui/react/toast'
import { Copy, FileDown, PackageOpen, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ExitRecord } from '../../../electron/contract/exits.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { saveFile } from '../../ui/save-file.ts'
import { BundleDialog } from './bundle-dialog.tsx'

/** How long a deletion can be taken back, ms, while nobody points at the message and the window is in front. */
const UNDO_MS = 8_000

/** What can be done with the record of a death. */
export function ExitActions({ exit }: { readonly exit: ExitRecord }) {
	const { crashes, notices, place } = useApp()
	const { t } = useWords()
	const toasts = Toast.useToastManager()
	const [bundling, setBundling] = useState(false)
	const report = async (use: (markdown: string) => Promise<void> | void) => {
		const made = await crashes.report(exit.id)
		if (made.ok) await use(made.value.markdown)
		else notices.tell(made.problem)
	}
	const copy = async (markdown: string) => {
		try {
			await copyText(markdown)
			toasts.add({ description: t('crashes.copied') })
		} catch {
			toasts.add({ description: t('transcript.copyFailed') })
		}
	}
	const save = (markdown: string) => {
		const when = new Date(exit.at).toISOString().slice(0, 19).replaceAll(':', '-')
		saveFile(`holdfast-crash-${when}.md`, markdown, 'text/markdown')
	}
	const remove = () => {
		const { undo, finish } = crashes.remove(exit.id)
		place.swap({ at: 'crashes', exit: null })
		const toast = toasts.add({
			description: t('crashes.deleted'),
			timeout: UNDO_MS,
			onRemove: finish,
			actionProps: {
				children: t('transcript.undo'),
				onClick: () => {
					toasts.close(toast)
					undo()
					place.swap({ at: 'crashes', exit: exit.id })
				}
			}
		})
	}
	return (
		<div className="exit-actions">
			<Button icon={<Copy size={15} />} onClick={() => void report(copy)}>
				{t('crashes.copy')}
			</Button>
			<Button icon={<FileDown size={15} />} onClick={() => void report(save)}>
				{t('crashes.save')}
			</Button>
			<Button icon={<PackageOpen size={15} />} onClick={() => setBundling(true)}>
				{t('crashes.bundle')}
			</Button>
			<Button kind="quiet" icon={<Trash2 size={15} />} onClick={remove}>
				{t('crashes.delete')}
			</Button>
			{bundling && <BundleDialog exit={exit} onClose={() => setBundling(false)} />}
		</div>
	)
}
