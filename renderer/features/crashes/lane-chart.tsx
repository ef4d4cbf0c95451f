import type { ExitRecord } from '../../../electron/contract/exits.ts'
import type { Life } from '../../../electron/contract/processes.ts'
import { useWords } from '../../messages/use-words.ts'
import { hashOf } from '../../stores/place.ts'
import { arrangeLanes } from './lanes.ts'

interface LaneChartProps {
	readonly lives: readonly Life[]
	readonly exits: readonly ExitRecord[]
	readonly selected: string | null
	readonly now: number
}

/** Who lived when; each red tick is a death and opens it. */
export function LaneChart({ lives, exits, selected, now }: LaneChartProps) {
	const { t, preciseTime } = useWords()
	const { spanMs, lanes } = arrangeLanes(lives, exits, now)
	const hours = spanMs >= 3 * 3_600_000
	const ago = (part: number) =>
		t('crashes.ago', { n: Math.round((spanMs * part) / (hours ? 3_600_000 : 60_000)), unit: hours ? 'h' : 'min' })
	const times = new Map(exits.map(exit => [exit.id, exit.at]))
	return (
		<section className="lanes" aria-label={t('crashes.lanes')}>
			{lanes.map(lane => (
				<div key={`${lane.role}${lane.number}`} className="lane">
					<span>
						{t('crashes.lane', { role: lane.role })}
						{lane.number > 1 && ` ${lane.number}`}
					</span>
					<div className="track">
						{lane.lives.map(life => (
							<i
								key={life.id}
								className="life"
								style={{ insetInlineStart: `${life.from * 100}%`, width: `max(2px, calc(${(life.to - life.from) * 100}% - 1px))` }}
							/>
						))}
						{lane.deaths.map(death => (
							<a
								key={death.exit}
								className="death"
								href={hashOf({ at: 'crashes', exit: death.exit })}
								aria-current={death.exit === selected ? 'true' : undefined}
								style={{ insetInlineStart: `${death.at * 100}%` }}
								title={preciseTime(times.get(death.exit) ?? now)}
							>
								<span className="sr-only">
									{t('crashes.open', { name: t('crashes.lane', { role: lane.role }), time: preciseTime(times.get(death.exit) ?? now) })}
								</span>
							</a>
						))}
					</div>
				</div>
			))}
			<div className="axis" aria-hidden="true">
				<span>{ago(1)}</span>
				<span>{ago(0.5)}</span>
				<span>{t('crashes.now')}</span>
			</div>
		</section>
	)
}
