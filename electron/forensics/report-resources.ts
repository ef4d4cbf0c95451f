import type { ExitRecord } from '../contract/exits.ts'
import type { HealthSample } from '../contract/processes.ts'
import { block, joined, type Row, section, table } from './markdown.ts'

const BARS = '▁▂▃▄▅▆▇█'

/** Characters of a curve: one a second for the minute that is kept. */
const WIDTH = 60

/** Memory, processor and heartbeat at the end, and in its last minute. */
export function resourcesSection({ resources: r, curve, at }: Pick<ExitRecord, 'resources' | 'curve' | 'at'>): string {
	const facts: Row[] = [
		['Memory at the end', megabytes(r.rss)],
		['Processor time in its life', r.cpuMs === null ? null : `${(r.cpuMs / 1000).toFixed(1)} s`],
		['Machine', `${megabytes(r.freeMemory) ?? 'unknown'} free of ${megabytes(r.totalMemory) ?? 'unknown'}`],
		['Kernel kills for want of memory', r.oomKills === null ? 'not counted here' : `${r.oomKills} in the last second`]
	]
	const first = curve[0]
	const lines = [
		curveLine('Memory', curve, sample => sample.rss, megabytesOf, 'MB'),
		curveLine('Processor', curve, sample => sample.cpu, Math.round, '% of one core'),
		curveLine(
			'Heartbeat',
			curve,
			sample => sample.beatMs,
			ms => Math.round(ms * 10) / 10,
			'ms'
		)
	].filter(line => line !== null)
	return section(
		'Memory and processor',
		table(facts),
		lines.length === 0 || first === undefined
			? ''
			: joined([`Its last ${Math.max(1, Math.round((at - first.at) / 1000))} s, from left to right up to the death:`, block(lines)])
	)
}

/** `Memory      ▁▁▂▅█  180 → 890 MB, lowest 178, highest 890`. Null when nothing of it is known. */
function curveLine(
	name: string,
	curve: readonly HealthSample[],
	value: (sample: HealthSample) => number | null,
	shown: (value: number) => number,
	unit: string
): string | null {
	const values = curve.slice(-WIDTH).map(value)
	const known = values.filter(each => each !== null)
	const [first, last] = [known[0], known.at(-1)]
	if (first === undefined || last === undefined) return null
	const [lowest, highest] = [Math.min(...known), Math.max(...known)]
	const bar = (each: number | null) => {
		if (each === null) return ' '
		// A curve that stands still is a low line, not noise blown up.
		const part = highest === lowest ? 0 : (each - lowest) / (highest - lowest)
		return BARS[Math.round(part * (BARS.length - 1))]
	}
	const range = highest === lowest ? '' : `, lowest ${shown(lowest)}, highest ${shown(highest)}`
	return `${name.padEnd(10)} ${values.map(bar).join('')}  ${shown(first)} → ${shown(last)} ${unit}${range}`
}

function megabytes(bytes: number | null): string | null {
	return bytes === null ? null : `${megabytesOf(bytes)} MB`
}

function megabytesOf(bytes: number): number {
	return Math.round(bytes / 1e6)
}
