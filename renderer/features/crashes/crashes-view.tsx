import { useEffect } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { crashFacts } from '../../stores/crashes.ts'
import { Skeleton } from '../../ui/controls.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ExitDetail } from './exit-detail.tsx'
import { ExitTable } from './exit-table.tsx'
import { LaneChart } from './lane-chart.tsx'

/** What died, when and why. `chosen` null: the newest. */
export function CrashesView({ chosen }: { readonly chosen: string | null }) {
	const { crashes, health } = useApp()
	const { t, number } = useWords()
	const exits = useFrom(crashes, state => state.exits)
	const lives = useFrom(crashes, state => state.lives)
	// Lives change when a process gets another pid, or none.
	const births = useFrom(health, state => (state.processes ?? []).map(process => process.pid).join())
	const now = useNow(5_000)
	const known = exits !== null
	useEffect(() => {
		if (known && births !== undefined) void crashes.loadLives(Date.now())
	}, [crashes, births, known])
	const missing = known && chosen !== null && !exits.some(exit => exit.id === chosen)
	useEffect(() => {
		if (missing && chosen !== null) void crashes.load(chosen)
	}, [crashes, missing, chosen])

	if (exits === null) {
		return (
			<div className="scroll">
				<div className="page">
					<h1>{t('crashes.name')}</h1>
					<Skeleton lines={7} label={t('crashes.loading')} />
				</div>
			</div>
		)
	}
	const selected = exits.find(exit => exit.id === chosen) ?? (missing ? undefined : exits[0])
	const facts = crashFacts(exits, now)
	return (
		<section className="scroll" aria-label={t('crashes.name')}>
			<div className="page">
				<h1>{t('crashes.name')}</h1>
				<ul className="facts">
					<li>{t('crashes.deaths', { deaths: facts.deaths })}</li>
					<li>{t('crashes.wordsLost', { words: facts.wordsLost })}</li>
					{facts.longestMs !== null && <li>{t('crashes.longest', { seconds: number(facts.longestMs / 1000, 2) })}</li>}
				</ul>
				{(lives?.length ?? 0) + exits.length > 0 && (
					<LaneChart lives={lives ?? []} exits={exits} selected={selected?.id ?? null} now={now} />
				)}
				{exits.length === 0 ? (
					<div className="nothing">
						<p>{t('crashes.none')}</p>
						<p className="hint">{t('crashes.noneHint')}</p>
					</div>
				) : (
					<div className="split">
						<ExitTable exits={exits} selected={selected?.id ?? null} />
						{selected !== undefined && (
							<ExitDetail exit={selected} alike={exits.filter(exit => exit.signature === selected.signature).length} />
						)}
					</div>
				)}
			</div>
		</section>
	)
}
