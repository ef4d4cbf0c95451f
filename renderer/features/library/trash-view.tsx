import { RotateCcw, Trash2 } from 'lucide-react'
import { useEffect } from 'react'
import type { Trashed } from '../../../electron/contract/organising.ts'
import type { Problem } from '../../api/problem.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { Ask } from '../../ui/ask.tsx'
import { Button, Skeleton } from '../../ui/controls.tsx'
import { useNow } from '../../ui/use-now.ts'

const DAY_MS = 24 * 3_600_000

/** What was thrown away: how long it is kept, the way back, and the way out of the world. */
export function TrashView() {
	const { library, notices } = useApp()
	const { t } = useWords()
	const trash = useFrom(library, state => state.trash)
	const now = useNow(60_000)
	const act = (done: Promise<Problem | null>) => void done.then(problem => problem && notices.tell(problem))
	useEffect(() => {
		void library.look().then(problem => problem && notices.tell(problem))
	}, [library, notices])
	const all = trash?.map(({ transcript }) => transcript.id) ?? []
	return (
		<div className="page trash">
			<div className="page-head">
				<div>
					<h1>{t('trash.name')}</h1>
					<p className="drill-lead">{t('trash.lead')}</p>
				</div>
				{all.length > 0 && (
					<div className="page-actions">
						<Button icon={<RotateCcw size={15} />} onClick={() => act(library.restore(all))}>
							{t('trash.restoreAll')}
						</Button>
						<Ask
							label={t('trash.empty')}
							icon={<Trash2 size={15} />}
							title={t('trash.emptyTitle', { n: all.length })}
							hint={t('trash.eraseHint')}
							doIt={t('trash.erase')}
							cancel={t('transcript.cancel')}
							onSure={() => act(library.erase(all))}
						/>
					</div>
				)}
			</div>
			{trash === null && <Skeleton lines={4} label={t('trash.loading')} />}
			{trash?.length === 0 && <p className="hint">{t('trash.none')}</p>}
			{trash !== null && trash.length > 0 && (
				<ul className="models-list">
					{trash.map(each => (
						<Row key={each.transcript.id} trashed={each} now={now} act={act} />
					))}
				</ul>
			)}
		</div>
	)
}

interface RowProps {
	readonly trashed: Trashed
	readonly now: number
	readonly act: (done: Promise<Problem | null>) => void
}

function Row({ trashed: { transcript, deletedAt, until }, now, act }: RowProps) {
	const { library } = useApp()
	const { t, dateTime } = useWords()
	const { id, title, samples, words } = transcript
	return (
		<li>
			<div className="model-what">
				<b dir="auto">{title}</b>
				<span className="model-facts">
					<span>{t('trash.deleted', { when: dateTime(deletedAt) })}</span>
					<span>{t('trash.goes', { days: Math.max(0, Math.ceil((until - now) / DAY_MS)) })}</span>
					{samples > 0 && <span>{clock(samples)}</span>}
					<span>{t('library.words', { words })}</span>
				</span>
			</div>
			<div className="model-actions">
				<Button
					kind="quiet"
					icon={<RotateCcw size={15} />}
					aria-label={t('trash.restoreOne', { title })}
					onClick={() => act(library.restore([id]))}
				>
					{t('trash.restore')}
				</Button>
				<Ask
					label={t('trash.erase')}
					name={t('trash.eraseOne', { title })}
					icon={<Trash2 size={15} />}
					title={t('trash.eraseTitle', { title })}
					hint={t('trash.eraseHint')}
					doIt={t('trash.erase')}
					cancel={t('transcript.cancel')}
					onSure={() => act(library.erase([id]))}
				/>
			</div>
		</li>
	)
}
