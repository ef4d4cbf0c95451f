import type { ChildPolicy } from './child-specs.ts'

/** Deaths so far, oldest first; those older than any window are dropped. */
export type DeathLog = ReadonlyArray<{ readonly at: number; readonly productive: boolean }>

export type RestartDecision =
	| { readonly kind: 'restart'; readonly afterMs: number }
	| { readonly kind: 'give-up'; readonly deaths: number; readonly withinMs: number }

/** What to do about the newest death in `log`, which happened at its `at`. OTP's restart intensity, with unproductive lives counted strictly. */
export function decideRestart(spec: ChildPolicy, log: DeathLog): RestartDecision {
	const newest = log.at(-1)
	if (!newest) return { kind: 'restart', afterMs: 0 }
	const within = (windowMs: number, which: (death: DeathLog[number]) => boolean) =>
		log.filter(death => death.at > newest.at - windowMs && which(death)).length
	const useless = within(spec.intensity.withinMs, death => !death.productive)
	if (useless >= spec.intensity.deaths) return { kind: 'give-up', deaths: useless, withinMs: spec.intensity.withinMs }
	const all = within(spec.anyIntensity.withinMs, () => true)
	if (all >= spec.anyIntensity.deaths) return { kind: 'give-up', deaths: all, withinMs: spec.anyIntensity.withinMs }
	let inARow = 0
	for (let i = log.length - 1; i >= 0 && log[i]?.productive === false && newest.at - (log[i]?.at ?? 0) < spec.intensity.withinMs; i--)
		inARow++
	const step = Math.min(Math.max(inARow - 1, 0), spec.backoffMs.length - 1)
	return { kind: 'restart', afterMs: spec.backoffMs[step] ?? 0 }
}

/** The log with one more death, without those that no window reaches any more. */
export function withDeath(spec: ChildPolicy, log: DeathLog, at: number, productive: boolean): DeathLog {
	const reach = Math.max(spec.intensity.withinMs, spec.anyIntensity.withinMs)
	return [...log.filter(death => death.at > at - reach), { at, productive }]
}
