import { FolderInput, X } from 'lucide-react'
import { useId, useState } from 'react'
import type { Move } from '../../../electron/contract/moving.ts'
import type { Problem } from '../../api/problem.ts'
import { electronBridge } from '../../api/transport-electron.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Bar, Button } from '../../ui/controls.tsx'

/** Where everything is kept, and how it comes to another folder. */
export function FolderSection() {
	const { folder: store } = useApp()
	const { t } = useWords()
	const folder = useFrom(store, state => state.folder)
	const asked = useFrom(store, state => state.asked)
	const [writing, setWriting] = useState(false)
	const bridge = electronBridge()
	if (folder === null) return null
	return (
		<section aria-labelledby="storage-folder" className="storage-folder">
			<h2 id="storage-folder">{t('folder.name')}</h2>
			<div className="watched">
				<bdi>{folder.path}</bdi>
				{folder.move === null && !writing && (
					<Button
						icon={<FolderInput size={15} />}
						disabled={asked}
						onClick={() => (bridge ? bridge.sendDesktop({ type: 'choose-data-folder' }) : setWriting(true))}
					>
						{t('folder.move')}
					</Button>
				)}
			</div>
			{folder.move === null && writing && <TargetForm onDone={() => setWriting(false)} />}
			{folder.move !== null && <Moving move={folder.move} />}
			<p className="hint">{t('folder.hint')}</p>
		</section>
	)
}

/** A browser’s page learns no path from a dialog: it is written. */
function TargetForm({ onDone }: { readonly onDone: () => void }) {
	const { folder: store } = useApp()
	const words = useWords()
	const { t } = words
	const id = useId()
	const asked = useFrom(store, state => state.asked)
	const [path, setPath] = useState('')
	const [wrong, setWrong] = useState<Problem | null>(null)
	const move = async () => {
		const problem = await store.move(path.trim())
		setWrong(problem)
		if (problem === null) onDone()
	}
	return (
		<form
			className="watched"
			onSubmit={event => {
				event.preventDefault()
				if (path.trim() !== '' && !asked) void move()
			}}
		>
			<input
				type="text"
				aria-label={t('folder.to')}
				// biome-ignore lint/a11y/noAutofocus: it was asked for, to write in it
				autoFocus
				value={path}
				spellCheck={false}
				placeholder={t('folder.example')}
				aria-invalid={wrong !== null}
				aria-describedby={`${id}-wrong`}
				onChange={event => setPath(event.currentTarget.value)}
			/>
			<Button type="submit" disabled={path.trim() === '' || asked}>
				{t('folder.begin')}
			</Button>
			<Button kind="quiet" onClick={onDone}>
				{t('transcript.cancel')}
			</Button>
			<p id={`${id}-wrong`} className="hint warn" role="status">
				{wrong && words.problem(wrong)}
			</p>
		</form>
	)
}

function Moving({ move }: { readonly move: Move }) {
	const { folder: store, notices } = useApp()
	const { t, bytes, duration } = useWords()
	const asked = useFrom(store, state => state.asked)
	const copied = move.stage === 'copying' && move.total > 0 ? move : null
	const where = move.stage === 'deleting' ? move.from : move.to
	return (
		<div className="storage-move">
			<p role="status">
				{t('folder.stage', { stage: move.stage, path: where, recording: move.stage === 'waiting' && move.recording ? 'yes' : 'no' })}
			</p>
			{move.stage === 'copying' && <Bar value={copied && Math.min(1, copied.done / copied.total)} label={t('folder.progress')} />}
			{copied && (
				<p className="hint">
					{t('models.of', { done: bytes(copied.done), total: bytes(copied.total) })}
					{copied.perSecond !== null && copied.perSecond > 0 && (
						<>
							{' · '}
							{t('models.speed', { speed: bytes(copied.perSecond) })}
							{' · '}
							{t('models.left', { time: duration(((copied.total - copied.done) / copied.perSecond) * 1000) })}
						</>
					)}
				</p>
			)}
			{(move.stage === 'copying' || move.stage === 'waiting') && (
				<Button
					kind="quiet"
					icon={<X size={15} />}
					disabled={asked}
					onClick={() => void store.cancel().then(problem => problem && notices.tell(problem))}
				>
					{t('folder.cancel')}
				</Button>
			)}
		</div>
	)
}
