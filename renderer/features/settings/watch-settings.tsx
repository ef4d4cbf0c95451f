import { FolderInput, X } from 'lucide-react'
import { useId, useState } from 'react'
import type { Settings } from '../../../electron/contract/settings.ts'
import { NO_WISH } from '../../../electron/contract/wish.ts'
import type { Problem } from '../../api/problem.ts'
import { electronBridge } from '../../api/transport-electron.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWishWords } from '../../messages/use-wish-words.ts'
import { useWords } from '../../messages/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { Button, IconButton } from '../../ui/controls.tsx'
import { WishFields } from '../../ui/wish-fields.tsx'

/** The folder in which everything that lands is transcribed. */
export function WatchSettings() {
	const { settings, exports, notices } = useApp()
	const { t } = useWords()
	const id = useId()
	const chosen = useFrom(settings, state => state.settings)
	const formats = useFrom(exports, state => state.formats)
	const { wish, canChoose, labels, languages, models, with: wishWith } = useWishWords(chosen?.watchWish ?? NO_WISH)
	const change = (some: Partial<Settings>) => void settings.change(some).then(problem => problem && notices.tell(problem))
	// Here, since the field is not there while it is asked whether the folder can be watched.
	const [path, setPath] = useState('')
	const [wrong, setWrong] = useState<Problem | null>(null)
	const watch = async () => {
		const problem = await settings.change({ watchFolder: path.trim() })
		setWrong(problem)
		if (problem === null) setPath('')
	}
	const bridge = electronBridge()
	const folder = chosen?.watchFolder ?? null
	return (
		<>
			<h2>{t('settings.watch')}</h2>
			<div className="choice">
				<label htmlFor={`${id}-path`} className="label">
					{t('settings.watchFolder')}
				</label>
				{folder !== null ? (
					<span className="watched">
						<bdi title={folder}>{folder}</bdi>
						<IconButton name={t('settings.watchEnd')} icon={<X size={14} />} onClick={() => change({ watchFolder: null })} />
					</span>
				) : bridge !== null ? (
					<Button
						icon={<FolderInput size={15} />}
						disabled={chosen === null}
						onClick={() => bridge.sendDesktop({ type: 'choose-watch-folder' })}
					>
						{t('settings.watchChoose')}
					</Button>
				) : (
					<FolderField field={`${id}-path`} path={path} wrong={wrong} onWrite={setPath} onWatch={() => void watch()} />
				)}
				<p className="hint">{t('settings.watchHint')}</p>
			</div>
			{folder !== null && canChoose && (
				<fieldset className="wish">
					<legend>{t('settings.watchWish')}</legend>
					<WishFields {...{ labels, languages, models }} chosen={wish} onChoose={some => change({ watchWish: wishWith(some) })} />
				</fieldset>
			)}
			{folder !== null && formats.length > 0 && (
				<Choice
					label={t('settings.watchFormat')}
					value={chosen?.watchFormat ?? ''}
					options={formats.map(format => [
						format.id,
						`${t('export.format', { format: format.id, name: format.name })} (.${format.extension})`
					])}
					onChoose={watchFormat => change({ watchFormat })}
				/>
			)}
		</>
	)
}

interface FolderFieldProps {
	/** The input’s id. */
	readonly field: string
	readonly path: string
	readonly wrong: Problem | null
	readonly onWrite: (path: string) => void
	readonly onWatch: () => void
}

/** A browser's page learns no path from a dialog: it is written. */
function FolderField({ field, path, wrong, onWrite, onWatch }: FolderFieldProps) {
	const words = useWords()
	const id = useId()
	return (
		<form
			className="watched"
			onSubmit={event => {
				event.preventDefault()
				if (path.trim() !== '') onWatch()
			}}
		>
			<input
				id={field}
				type="text"
				value={path}
				spellCheck={false}
				placeholder={words.t('settings.watchExample')}
				aria-invalid={wrong !== null}
				aria-describedby={`${id}-wrong`}
				onChange={event => onWrite(event.currentTarget.value)}
			/>
			<Button type="submit" disabled={path.trim() === ''}>
				{words.t('settings.watchBegin')}
			</Button>
			<p id={`${id}-wrong`} className="hint warn" role="status">
				{wrong && words.problem(wrong)}
			</p>
		</form>
	)
}
