import { Flame, Trash2 } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Problem } from '../../api/problem.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { shownGroups } from '../../stores/crashes.ts'
import { tallyDrill } from '../../stores/drill.ts'
import { type ExitPages, listOf } from '../../stores/exit-pages.ts'
import { hashOf } from '../../stores/place.ts'
import { Ask } from '../../ui/ask.tsx'
import { Button, Note, Skeleton } from '../../ui/controls.tsx'
import { useNow } from '../../ui/use-now.ts'
import { CauseList } from './cause-list.tsx'
import { ExitDetail } from './exit-detail.tsx'
import { ExitList } from './exit-list.tsx'
import { LaneChart } from './lane-chart.tsx'
import { RecoveryFacts } from './recovery-facts.tsx'

/** What died, when and why. `chosen` null: the newest. */
export function CrashesView({ chosen }: { readonly chosen: string | null }) {
	const { crashes } = useApp()
	const { t } = useWords()
	const pages = useFrom(crashes, state => state.pages)
	return (
		<section className="scroll" aria-label={t('crashes.name')}>
			<div className="page">{pages === null ? <Loading /> : <History pages={pages} chosen={chosen} />}</div>
		</section>
	)
}

function Loading() {
	const { t } = useWords()
	return (
		<>
			<h1>{t('crashes.name')}</h1>
			<Skeleton lines={7} label={t('crashes.loading')} />
		</>
	)
}

function History({ pages, chosen }: { readonly pages: ExitPages; readonly chosen: string | null }) {
	const { crashes, health } = useApp()
	const words = useWords()
	const { t } = words
	const { news, lives, groups: allGroups, stats, span, leaving, missing } = useFrom(crashes, state => state)
	const [cause, setCause] = useState<string | null>(null)
	const [problem, setProblem] = useState<Problem | null>(null)
	const now = useNow(span === 'hour' ? 5_000 : 30_000)
	const detail = useRef<HTMLDivElement>(null)

	// Lives change when a process gets another pid, or none; causes and figures when a death comes, is completed or goes.
	const births = useFrom(health, state => (state.processes ?? []).map(process => process.pid).join())
	const asked = useRef(false)
	// biome-ignore lint/correctness/useExhaustiveDependencies: what is asked anew depends on them, though not by name
	useEffect(() => {
		// A death and what came of it are told within a moment: one question for both.
		const timer = setTimeout(() => void crashes.refresh(Date.now()).then(setProblem), asked.current ? 200 : 0)
		asked.current = true
		return () => clearTimeout(timer)
	}, [crashes, births, news])
	const unknown = chosen !== null && !missing.has(chosen) && !pages.exits.some(exit => exit.id === chosen)
	useEffect(() => {
		if (unknown && chosen !== null) void crashes.load(chosen)
	}, [crashes, unknown, chosen])

	const groups = useMemo(() => shownGroups(allGroups ?? [], pages.exits, leaving), [allGroups, pages, leaving])
	const of = groups.some(group => group.signature === cause) ? cause : null
	const list = useMemo(() => {
		const { exits, more } = listOf(pages, of)
		return { exits: exits.filter(exit => !leaving.has(exit.id)), more }
	}, [pages, of, leaving])
	const counts = useMemo(() => new Map(groups.map(group => [group.signature, group.count])), [groups])
	const olderOf = useCallback(() => void crashes.loadOlder(of), [crashes, of])
	const shown = chosen !== null && !leaving.has(chosen) ? pages.exits.find(exit => exit.id === chosen) : undefined
	const gone = chosen !== null && missing.has(chosen)
	const selected = shown ?? (unknown || gone ? undefined : list.exits[0])
	const toDetail = useCallback(() => {
		// On a narrow window it lies below the list, out of sight.
		if (matchMedia('(max-width: 1120px)').matches) detail.current?.scrollIntoView({ block: 'start' })
	}, [])

	// Drawn at once and whole: what comes a moment later would push down what is there.
	if (problem === null && (lives === null || allGroups === null)) return <Loading />
	return (
		<>
			<div className="page-head">
				<div>
					<h1>{t('crashes.name')}</h1>
					<RecoveryFacts stats={stats} groups={allGroups ?? []} />
				</div>
				<div className="page-actions">
					<DrillLink />
					{list.exits.length > 0 && <DeleteAll count={stats?.deaths ?? list.exits.length} />}
				</div>
			</div>
			{problem && (
				<Note tone="warn" actions={<Button onClick={() => void crashes.refresh(Date.now()).then(setProblem)}>{t('crashes.again')}</Button>}>
					{words.problem(problem)}
				</Note>
			)}
			<LaneChart
				lives={lives?.lives ?? []}
				exits={pages.exits}
				leaving={leaving}
				selected={selected?.id ?? null}
				span={span ?? 'day'}
				now={now}
			/>
			{pages.exits.every(exit => leaving.has(exit.id)) ? (
				<div className="nothing">
					<p>{t('crashes.none')}</p>
					<p className="hint">{t('crashes.noneHint')}</p>
				</div>
			) : (
				<div className="split">
					<div className="split-side">
						<CauseList groups={groups} exits={pages.exits} chosen={of} onChoose={setCause} />
						<section className="deaths">
							<h2>{of === null ? t('crashes.allDeaths') : t('crashes.deathsOf', { n: counts.get(of) ?? 0 })}</h2>
							<ExitList
								key={of ?? ''}
								exits={list.exits}
								selected={selected?.id ?? null}
								counts={counts}
								more={list.more}
								onEnd={olderOf}
								onOpen={toDetail}
							/>
						</section>
					</div>
					<div ref={detail}>
						{selected !== undefined && <ExitDetail key={selected.id} exit={selected} alike={counts.get(selected.signature) ?? 1} />}
						{selected === undefined &&
							(gone ? <Note tone="plain">{t('crashes.gone')}</Note> : unknown && <Skeleton lines={6} label={t('crashes.loading')} />)}
					</div>
				</div>
			)}
		</>
	)
}

function DrillLink() {
	const { drill } = useApp()
	const { t } = useWords()
	const last = useFrom(drill, state => state.drill)
	const tally = last && tallyDrill(last)
	return (
		<a className="button plain" href={hashOf({ at: 'drill' })}>
			<Flame size={15} />
			{tally?.running ? t('drill.under', { done: tally.done, of: tally.of }) : t('drill.open')}
		</a>
	)
}

function DeleteAll({ count }: { readonly count: number }) {
	const { crashes, notices, place } = useApp()
	const { t } = useWords()
	const remove = async () => {
		const problem = await crashes.removeAll()
		if (problem) notices.tell(problem)
		else place.swap({ at: 'crashes', exit: null })
	}
	return (
		<Ask
			label={t('crashes.deleteAll')}
			icon={<Trash2 size={15} />}
			title={t('crashes.deleteAllTitle', { n: count })}
			hint={t('crashes.deleteAllHint')}
			doIt={t('crashes.deleteAllDo')}
			cancel={t('transcript.cancel')}
			onSure={() => void remove()}
		/>
	)
}
