import { memo, useMemo } from 'react'
import type { ExitRecord } from '../../../electron/contract/exits.ts'
import type { Life } from '../../../electron/contract/processes.ts'
import { useApp } from '../../app-context.ts'
import { roleOf } from '../../messages/process-role.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Words } from '../../messages/words.ts'
import { DAY_MS, SPAN_MS, type Span } from '../../stores/crashes.ts'
import { hashOf } from '../../stores/place.ts'
import { rove } from '../../ui/rove.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { headline } from './headline.ts'
import { arrangeLanes, type Lane, type Stretch, type Tick, type TimeRange, ticksInOrder, wholeRange } from './lanes.ts'

const MINUTE_MS = 60_000

interface LaneChartProps {
	readonly lives: readonly Life[]
	readonly exits: readonly ExitRecord[]
	readonly leaving: ReadonlySet<string>
	readonly selected: string | null
	readonly span: Span
	readonly now: number
}

/** Who lived when; each red tick is a death, or some that lie close, and opens it. */
export const LaneChart = memo(function LaneChart({ lives, exits, leaving, selected, span, now }: LaneChartProps) {
	const { crashes, place } = useApp()
	const words = useWords()
	const { t } = words
	const range = useMemo(
		() => (span === 'all' ? wholeRange(lives, exits, now) : { from: now - SPAN_MS[span], to: now }),
		[span, lives, exits, now]
	)
	const lanes = useMemo(() => {
		const shown = exits.filter(exit => !leaving.has(exit.id))
		const living = lives.map(life => (life.exit !== null && leaving.has(life.exit) ? { ...life, exit: null } : life))
		return arrangeLanes(living, shown, range)
	}, [lives, exits, leaving, range])
	const order = useMemo(() => ticksInOrder(lanes), [lanes])
	const known = useMemo(() => new Map(exits.map(exit => [exit.id, exit])), [exits])
	const current = order.find(tick => selected !== null && tick.exits.includes(selected)) ?? order.at(-1)
	const select = (element: HTMLElement | null) => {
		const exit = element?.dataset.exit
		if (exit !== undefined) place.swap({ at: 'crashes', exit })
	}
	return (
		<section className="lanes" aria-label={t('crashes.lanes')}>
			<div className="lanes-head">
				<h2>{t('crashes.lanes')}</h2>
				{lanes.some(lane => lane.lives.some(life => life.works > life.from)) && <span className="hint pale">{t('crashes.lanesPale')}</span>}
				<Segmented
					label={t('crashes.span')}
					value={span}
					options={(['hour', 'day', 'week', 'all'] as const).map(key => [key, t(`crashes.span.${key}`)])}
					onChoose={chosen => void crashes.zoom(chosen, Date.now())}
				/>
			</div>
			{/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys walk along the links in it */}
			<div className="lane-rows" onKeyDown={event => select(rove(event))}>
				{lanes.map(lane => (
					<div key={`${lane.name}${lane.number}`} className="lane">
						<span>{laneName(lane, words)}</span>
						<div className="track">
							{lane.lives.map(life => (
								<i
									key={life.id}
									className="life"
									style={{ insetInlineStart: `${life.from * 100}%`, width: `max(2px, calc(${(life.to - life.from) * 100}% - 1px))` }}
									title={sayLife(life, words, now)}
								>
									{life.works > life.from && <i style={{ width: `${((life.works - life.from) / (life.to - life.from)) * 100}%` }} />}
								</i>
							))}
							{lane.deaths.map(tick => {
								const [newest = ''] = tick.exits
								const on = selected !== null && tick.exits.includes(selected)
								return (
									<a
										key={tick.exits.at(-1)}
										className={tick.exits.length > 1 ? 'death many' : 'death'}
										href={hashOf({ at: 'crashes', exit: newest })}
										onClick={event => {
											if (event.ctrlKey || event.metaKey || event.shiftKey) return
											event.preventDefault()
											place.swap({ at: 'crashes', exit: newest })
										}}
										aria-current={on ? 'true' : undefined}
										data-rove={order.indexOf(tick)}
										data-exit={newest}
										tabIndex={tick === current ? 0 : -1}
										style={{ insetInlineStart: `${tick.at * 100}%` }}
									>
										<span className={tick.at < 0.25 ? 'tip start' : tick.at > 0.75 ? 'tip end' : 'tip'}>
											{sayTick(tick, lane, known.get(newest), words)}
										</span>
									</a>
								)
							})}
						</div>
					</div>
				))}
			</div>
			<div className="axis" aria-hidden="true">
				{marks(range, words).map((mark, i) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a mark's place is its identity
					<span key={i}>{mark}</span>
				))}
				<span>{t('crashes.now')}</span>
			</div>
		</section>
	)
})

function laneName(lane: Lane, { t }: Words): string {
	// Two that live: the standby is called so, and the other needs no number.
	if (lane.waits) return t('process.name', { role: 'standby' })
	const lives = lane.lives.at(-1)?.endedAt === null
	return `${t('process.name', { role: roleOf(lane) })}${lane.number > 1 && !lives ? ` ${lane.number}` : ''}`
}

function sayTick(tick: Tick, lane: Lane, exit: ExitRecord | undefined, words: Words): string {
	const { t } = words
	const name = laneName(lane, words)
	if (tick.exits.length > 1) {
		return t('crashes.openMany', { deaths: tick.exits.length, name, first: moment(tick.first, words), last: moment(tick.last, words) })
	}
	const time = moment(tick.last, words)
	return exit === undefined ? t('crashes.open', { name, time }) : t('crashes.openKnown', { what: headline(exit, words), time })
}

function sayLife(life: Stretch, words: Words, now: number): string {
	const { t } = words
	const times = `${moment(life.startedAt, words)} – ${life.endedAt === null ? t('crashes.now') : moment(life.endedAt, words)}`
	if (life.lives > 1) return `${t('crashes.livesMany', { lives: life.lives })} · ${times}`
	const pid = life.pid === null ? '' : `${t('crashes.pid', { pid: String(life.pid) })} · `
	const waited =
		life.works > life.from
			? ` · ${life.workedAt === null ? t('crashes.waits') : t('crashes.waited', { time: moment(life.workedAt, words) })}`
			: ''
	return `${pid}${times}${waited} · ${words.duration((life.endedAt ?? now) - life.startedAt)}`
}

function moment(at: number, words: Words): string {
	return Date.now() - at < DAY_MS ? words.preciseTime(at).slice(0, 8) : words.dateTime(at)
}

/** Four times along the lanes, evenly; the fifth is now. */
function marks({ from, to }: TimeRange, words: Words): string[] {
	const step = (to - from) / 4
	return [0, 1, 2, 3].map(i => say(from + i * step))

	// As fine as it takes to tell one mark from the next.
	function say(at: number): string {
		if (step < 3 * MINUTE_MS) return words.preciseTime(at).slice(0, 8)
		return step < DAY_MS / 3 ? words.time(at) : step < DAY_MS ? words.dateTime(at) : words.date(at)
	}
}
