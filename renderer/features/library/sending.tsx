import { FolderOpen, RotateCcw, X } from 'lucide-react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Upload } from '../../stores/uploads.ts'
import { Bar, Dot, IconButton } from '../../ui/controls.tsx'
import { useFilePicker } from './file-picker.tsx'

/** More are counted, not listed: 10,000 rows would be drawn anew with each piece that is sent. */
const MOST_ROWS = 30

/** Files on their way here, as rows of the library. */
export function SendingRows() {
	const { uploads } = useApp()
	const { t } = useWords()
	const all = useFrom(uploads, state => state.uploads)
	// What is done about them stands above what only waits.
	const first = all.filter(each => each.state !== 'waiting')
	const rows = [...first, ...all.filter(each => each.state === 'waiting').slice(0, Math.max(0, MOST_ROWS - first.length))].slice(
		0,
		MOST_ROWS
	)
	return (
		<>
			{rows.map(each => (
				<Sending key={each.id} upload={each} />
			))}
			{all.length > rows.length && <li className="hint more">{t('library.moreSending', { files: all.length - rows.length })}</li>}
		</>
	)
}

function Sending({ upload }: { readonly upload: Upload }) {
	const { uploads } = useApp()
	const { t, bytes, problem } = useWords()
	const pick = useFilePicker()
	const wanted = useFrom(uploads, state => state.wanted === upload.id)
	const { state, wait, name } = upload
	const fraction = upload.bytes === 0 ? null : upload.sent / upload.bytes
	const isOff = state === 'failed' || state === 'left'
	return (
		<li className="with-action">
			<div className="entry" aria-current={wanted ? 'true' : undefined}>
				{/* It is shown as soon as it is there. */}
				<button type="button" className="entry-title stretched" dir="auto" onClick={() => uploads.want(upload.id)}>
					{name}
				</button>
				<span className="entry-facts">
					<Dot tone={state === 'failed' ? 'bad' : state === 'left' || wait !== null ? 'warn' : state === 'sending' ? 'ok' : 'idle'} />
					{says()}
				</span>
				{state === 'sending' && wait === null && <Bar value={fraction} label={t('library.uploading', { name })} />}
			</div>
			{state === 'failed' && (
				<IconButton name={t('library.retry')} icon={<RotateCcw size={14} />} onClick={() => uploads.retry(upload.id)} />
			)}
			{state === 'left' && <IconButton name={t('library.chooseAgain', { name })} icon={<FolderOpen size={14} />} onClick={pick.files} />}
			<IconButton
				name={isOff ? t('library.remove', { name }) : t('library.cancel', { title: name })}
				icon={<X size={14} />}
				onClick={() => uploads.cancel(upload.id)}
			/>
		</li>
	)

	function says(): string {
		const amount = { sent: bytes(upload.sent), total: bytes(upload.bytes) }
		switch (state) {
			case 'failed':
				return upload.problem ? problem(upload.problem) : ''
			case 'waiting':
				return t('library.uploadWaiting')
			case 'left':
				return t('library.uploadLeft', amount)
			case 'sending':
				if (wait?.for === 'line') return t('library.uploadLine', amount)
				if (wait?.for === 'room') return t('library.uploadRoom', { missing: bytes(wait.missing) })
				return t('library.copied', amount)
			default:
				return state satisfies never
		}
	}
}
