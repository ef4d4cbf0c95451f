import { Flame, Square } from 'lucide-react'
import type { Drill } from '../../../electron/contract/drill.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { tallyDrill } from '../../stores/drill.ts'
import { Bar, Button, Note, Skeleton } from '../../ui/controls.tsx'
import { useNow } from '../../ui/use-now.ts'
import { DrillTable } from './drill-table.tsx'

/** Every process is killed in every way while the sample is transcribed: the button, and what came of it, live. */
export function DrillView() {
	const { drill: store, notices } = useApp()
	const { t } = useWords()
	const { drill, asked } = useFrom(store, state => state)
	const tally = drill && tallyDrill(drill)
	const tell = (problem: Awaited<ReturnType<typeof store.start>>) => problem && notices.tell(problem)
	return (
		<section className="scroll" aria-label={t('drill.name')}>
			<div className="page">
				<div className="page-head">
					<div>
						<h1>{t('drill.name')}</h1>
						<p className="drill-lead">{t('drill.lead')}</p>
					</div>
					<div className="page-actions">
						{tally?.running ? (
							<Button icon={<Square size={14} />} disabled={asked} onClick={() => void store.stop().then(tell)}>
								{t('drill.stop')}
							</Button>
						) : (
							<Button kind="primary" icon={<Flame size={15} />} disabled={asked} onClick={() => void store.start().then(tell)}>
								{t(drill === null ? 'drill.start' : 'drill.again')}
							</Button>
						)}
					</div>
				</div>
				{drill !== null && (
					<>
						<Summary drill={drill} />
						{drill.results.length > 0 ? (
							<DrillTable results={drill.results} />
						) : (
							tally?.running && <Skeleton lines={8} label={t('drill.preparing')} />
						)}
					</>
				)}
			</div>
		</section>
	)
}

function Summary({ drill }: { readonly drill: Drill }) {
	const words = useWords()
	const { t, number } = words
	const tally = tallyDrill(drill)
	const now = useNow(1_000)
	const took = words.duration(Math.max(0, (drill.endedAt ?? now) - drill.startedAt))
	const figures = t('drill.figures', {
		done: tally.done,
		of: tally.of,
		lost: tally.wordsLost,
		doubled: tally.wordsDoubled,
		worst: tally.worstMs === null ? 'none' : 'some',
		seconds: number((tally.worstMs ?? 0) / 1000, 2)
	})
	if (tally.running) {
		return (
			<div className="drill-progress" role="status">
				<p>{drill.state === 'preparing' ? t('drill.preparing') : t('drill.running', { done: tally.done, of: tally.of, time: took })}</p>
				<Bar value={tally.of === 0 ? null : tally.done / tally.of} label={t('drill.progress')} />
			</div>
		)
	}
	const verdict =
		drill.state === 'passed' ? t('drill.passed') : drill.state === 'stopped' ? t('drill.stopped') : t('drill.failed', { n: tally.failed })
	return (
		<div role="status">
			<Note tone={drill.state === 'passed' ? 'ok' : drill.state === 'stopped' ? 'plain' : 'bad'}>
				<b>{verdict}</b> {drill.problem !== null ? words.phrase(drill.problem) : `${figures} ${t('drill.took', { time: took })}`}
			</Note>
		</div>
	)
}
