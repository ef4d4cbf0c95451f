import { Toast } from '@base-ui/react/toast'
import { Trash2, Undo2 } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { linesOf } from '../../../electron/contract/lines.ts'
import type { Version, VersionText } from '../../../electron/contract/versions.ts'
import type { Problem, Result } from '../../api/problem.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Detail } from '../../stores/transcript-detail.ts'
import { Ask } from '../../ui/ask.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Button, Note, Skeleton } from '../../ui/controls.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
import { Tick } from '../../ui/tick.tsx'
import { compare } from './compare.ts'
import { RowList } from './row-list.tsx'
import '../../ui/versions.css'

interface VersionsDialogProps {
	readonly transcript: string
	readonly detail: Detail
	readonly onClose: () => void
}

/** An earlier text beside the one that stands, and the way back to it. */
export function VersionsDialog({ transcript, detail, onClose }: VersionsDialogProps) {
	const { transcripts, notices } = useApp()
	const { t, problem } = useWords()
	const toasts = Toast.useToastManager()
	const [wanted, setWanted] = useState<string | null>(null)
	const [onlyOther, setOnlyOther] = useState(true)
	const version = detail.versions.find(each => each.id === wanted) ?? detail.versions[0]
	const { text, problem: wrong } = useText(transcript, version)
	const rows = useRows(transcript, detail, text)
	const nameOf = useVersionName()
	if (version === undefined) return null
	const others = rows?.filter(row => !row.same) ?? []
	const restore = async () => {
		const problem = await transcripts.restoreVersion(transcript, version.id)
		if (problem) return notices.tell(problem)
		onClose()
		toasts.add({ description: t('versions.restored') })
	}
	const remove = async () => {
		const problem = await transcripts.removeVersion(transcript, version.id)
		if (problem) notices.tell(problem)
		else if (detail.versions.length === 1) onClose()
	}
	return (
		<DialogFrame title={t('versions.title')} close={t('app.close')} className="versions" open onClose={onClose}>
			<div className="versions-head">
				<Choice
					label={t('versions.earlier')}
					value={version.id}
					options={detail.versions.map(each => [each.id, nameOf(each)] as const)}
					onChoose={setWanted}
				/>
				<Now transcript={transcript} />
			</div>
			{wrong !== null ? (
				<Note tone="bad">{problem(wrong)}</Note>
			) : rows === null ? (
				<Skeleton lines={6} label={t('versions.loading')} />
			) : (
				<>
					<p className="hint" role="status">
						{t('versions.differ', { places: others.length })}
					</p>
					<RowList key={version.id} transcript={transcript} rows={onlyOther ? others : rows} />
				</>
			)}
			<div className="dialog-foot versions-foot">
				<Tick label={t('versions.onlyOther')} hint={t('versions.onlyOtherHint')} on={onlyOther} onChange={setOnlyOther} />
				<Ask
					label={t('versions.delete')}
					icon={<Trash2 size={15} />}
					title={t('versions.deleteTitle')}
					hint={t('versions.deleteHint')}
					doIt={t('versions.deleteSure')}
					cancel={t('transcript.cancel')}
					onSure={() => void remove()}
				/>
				<Button kind="primary" icon={<Undo2 size={15} />} onClick={() => void restore()}>
					{t('versions.restore')}
				</Button>
			</div>
		</DialogFrame>
	)
}

function Now({ transcript }: { readonly transcript: string }) {
	const { transcripts } = useApp()
	const { t } = useWords()
	const model = useFrom(transcripts, state => state.transcripts?.[transcript]?.model ?? null)
	const words = useFrom(transcripts, state => state.transcripts?.[transcript]?.words ?? 0)
	return (
		<div className="versions-now">
			<span>{t('versions.now')}</span>
			<p>{[model, t('library.words', { words })].filter(Boolean).join(' · ')}</p>
		</div>
	)
}

function useVersionName(): (version: Version) => string {
	const { t, dateTime } = useWords()
	return ({ model, at, words, edited }) =>
		[model ?? t('versions.unknownModel'), t('versions.until', { when: dateTime(at) }), t('library.words', { words })]
			.concat(edited ? [t('versions.edited')] : [])
			.join(' · ')
}

/** What the version read as, or why nobody knows; neither until main has answered. */
function useText(
	transcript: string,
	version: Version | undefined
): { readonly text: VersionText | null; readonly problem: Problem | null } {
	const { transcripts, notices } = useApp()
	const [got, setGot] = useState<{ readonly id: string; readonly answer: Result<VersionText> } | null>(null)
	const id = version?.id
	useEffect(() => {
		if (id === undefined) return
		let wanted = true
		void transcripts.version(transcript, id).then(answer => {
			// It is gone from the choice, and with the last of them this dialog.
			if (!answer.ok && answer.problem.code === 'no-version') notices.tell(answer.problem)
			else if (wanted) setGot({ id, answer })
		})
		return () => {
			wanted = false
		}
	}, [transcripts, notices, transcript, id])
	const answer = got?.id === id ? got?.answer : undefined
	return { text: answer?.ok ? answer.value : null, problem: answer && !answer.ok ? answer.problem : null }
}

function useRows(transcript: string, { segments, edits }: Detail, text: VersionText | null): ReturnType<typeof compare> | null {
	const { transcripts } = useApp()
	const { locale } = useWords()
	const language = useFrom(transcripts, state => state.transcripts?.[transcript]?.language ?? null) ?? locale
	return useMemo(() => {
		if (text === null) return null
		const before = linesOf(text.segments, new Map(text.edits.map(({ from, edit }) => [from, edit])))
		return compare(before, linesOf(segments, edits), language)
	}, [text, segments, edits, language])
}
