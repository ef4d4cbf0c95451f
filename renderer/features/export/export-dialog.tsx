import { Toast } from '@base-ui/react/toast'
import { Copy, Download, Share2 } from 'lucide-react'
import { useState } from 'react'
import type { ExportFormat } from '../../../electron/contract/records.ts'
import type { Result } from '../../api/problem.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { Button } from '../../ui/controls.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
import { saveFrom } from '../../ui/save-file.ts'
import { Tick } from '../../ui/tick.tsx'
import { useIsHere } from '../../ui/use-is-here.ts'
import { canShare, share } from './share.ts'
import { SubtitleChoices } from './subtitle-choices.tsx'
import { usePreview } from './use-preview.ts'
import { optionsOf, withPreset } from './wish.ts'
import '../../ui/export.css'

interface ExportDialogProps {
	readonly transcripts: readonly string[]
	readonly onClose: () => void
}

/** Format and how it is written on one side, the beginning of the file on the other; saves, copies or shares it. */
export function ExportDialog({ transcripts, onClose }: ExportDialogProps) {
	const { exports, transcripts: known } = useApp()
	const { t } = useWords()
	const formats = useFrom(exports, state => state.formats)
	const [first] = transcripts
	const transcript = useFrom(known, state => (first === undefined ? undefined : state.transcripts?.[first]))
	const title = transcripts.length > 1 ? t('export.many', { count: transcripts.length }) : t('export.title')
	return (
		<DialogFrame title={title} close={t('app.close')} className="export" open onClose={onClose}>
			{formats.length > 0 && first !== undefined && (
				<ExportForm
					transcripts={transcripts}
					first={first}
					formats={formats}
					playable={transcripts.length > 1 || transcript?.playable === true}
					onDone={onClose}
				/>
			)}
		</DialogFrame>
	)
}

interface FormProps {
	readonly transcripts: readonly string[]
	readonly first: string
	readonly formats: readonly ExportFormat[]
	/** Whether there is audio that could go along. */
	readonly playable: boolean
	readonly onDone: () => void
}

function ExportForm({ transcripts, first, formats, playable, onDone }: FormProps) {
	const { exports, preferences, notices } = useApp()
	const { t, locale } = useWords()
	const toasts = Toast.useToastManager()
	const wish = useFrom(preferences, state => state.exporting)
	const [busy, setBusy] = useState(false)
	const isHere = useIsHere()
	const format = formats.find(each => each.id === wish.format) ?? formats[0]
	const change = (some: Partial<typeof wish>) => preferences.setState({ exporting: { ...wish, ...some } })
	const options = { ...optionsOf(wish, format, playable), language: locale }
	const preview = usePreview(first, format?.id ?? '', options)
	if (format === undefined) return null
	/** Has it written, and hands it over, unless the dialog was left meanwhile; stays when that gives false. */
	const hand = async <File,>(written: Promise<Result<File>>, take: (file: File) => Promise<boolean> | boolean) => {
		setBusy(true)
		const file = await written
		if (!isHere()) return
		setBusy(false)
		if (!file.ok) {
			onDone()
			return notices.tell(file.problem)
		}
		if ((await take(file.value)) && isHere()) onDone()
	}
	const write = () => exports.write(transcripts, format.id, options)
	const save = () =>
		hand(exports.save(transcripts, format.id, options), ({ path, name }) => {
			saveFrom(path, name)
			return true
		})
	const copy = () =>
		hand(write(), async ({ contents }) => {
			try {
				await copyText(typeof contents === 'string' ? contents : '')
				toasts.add({ description: t('transcript.copied') })
			} catch {
				toasts.add({ description: t('transcript.copyFailed') })
			}
			return true
		})
	const copyable = transcripts.length === 1 && preview.text !== null && format.id !== 'docx' && format.id !== 'html'
	return (
		<>
			<div className="export-parts">
				<div className="export-choices">
					<fieldset className="export-formats">
						<legend className="sr-only">{t('export.formats')}</legend>
						{formats.map(each => (
							<label key={each.id}>
								<input
									type="radio"
									name="format"
									value={each.id}
									// biome-ignore lint/a11y/noAutofocus: the dialog was opened to choose it, and the arrows do
									autoFocus={each.id === format.id}
									checked={each.id === format.id}
									onChange={() => change({ format: each.id })}
								/>
								<span>{t('export.format', { format: each.id, name: each.name })}</span>
								<small>.{each.extension}</small>
							</label>
						))}
					</fieldset>
					{format.takes.times !== null && (
						<Tick
							label={t('export.times')}
							hint={t('export.timesHint')}
							on={options.times ?? format.takes.times}
							onChange={on => change({ times: { ...wish.times, [format.id]: on } })}
						/>
					)}
					{format.takes.marks && (
						<Tick label={t('export.marks')} hint={t('export.marksHint')} on={wish.marks} onChange={marks => change({ marks })} />
					)}
					{format.takes.audio && (
						<Tick
							label={t('export.audio')}
							hint={t(playable ? 'export.audioHint' : 'export.noAudio')}
							on={wish.audio && playable}
							disabled={!playable}
							onChange={audio => change({ audio })}
						/>
					)}
					{format.takes.subtitles && (
						<>
							<Choice
								label={t('export.rules')}
								value={wish.preset}
								options={(['calm', 'netflix', 'bbc', 'oneLine', 'own'] as const).map(preset => [preset, t('export.preset', { preset })])}
								hint={t('export.presetHint', { preset: wish.preset })}
								onChoose={preset => change(withPreset(wish, preset as typeof wish.preset))}
							/>
							{wish.preset === 'own' && <SubtitleChoices rules={wish.rules} onChange={rules => change({ rules })} />}
						</>
					)}
				</div>
				<section className="export-preview" aria-label={t('export.preview')}>
					{/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must be able to */}
					<pre tabIndex={0} dir="auto">
						{preview.text ?? ''}
						{preview.cut && '…'}
					</pre>
					<p className="hint" role="status">
						{preview.subtitles !== null && t('export.subtitles', preview.subtitles)}
						{preview.subtitles === null && (format.id === 'docx' || format.id === 'html') && t('export.wordsOnly')}
					</p>
				</section>
			</div>
			<div className="dialog-foot">
				{copyable && (
					<Button icon={<Copy size={15} />} disabled={busy} onClick={() => void copy()}>
						{t('transcript.copy')}
					</Button>
				)}
				{canShare(transcripts.length > 1 ? 'application/zip' : format.mime, transcripts.length > 1 ? 'zip' : format.extension) && (
					<Button icon={<Share2 size={15} />} disabled={busy} onClick={() => void hand(write(), share)}>
						{t('export.share')}
					</Button>
				)}
				<Button kind="primary" icon={<Download size={15} />} disabled={busy} onClick={() => void save()}>
					{t(busy ? 'export.writing' : 'export.save')}
				</Button>
			</div>
		</>
	)
}
