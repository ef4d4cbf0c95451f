import { memo, type PointerEvent, useMemo, useState } from 'react'

export interface CurvePoint {
	/** ms since 1970. */
	readonly at: number
	/** Unknown is null: the line has a hole there. */
	readonly value: number | null
}

interface CurveProps {
	/** What is measured: `Memory`. */
	readonly name: string
	readonly points: readonly CurvePoint[]
	/** How a value is written. */
	readonly say: (value: number) => string
	/** How the time of a point is written, while the pointer is on it. */
	readonly when: (at: number) => string
	/** The whole in words, for those who don't see it. */
	readonly label: string
	/** What the top stands for at least, so that noise is not drawn as mountains. */
	readonly atLeast?: number
}

const WIDTH = 200
const HEIGHT = 40

/** A value over time, from zero up, with the newest value beside its name; under the pointer, the value there. */
export const Curve = memo(function Curve({ name, points, say, when, label, atLeast = 0 }: CurveProps) {
	const [pointed, setPointed] = useState<number | null>(null)
	const { lines, area, x, y } = useMemo(() => draw(points, atLeast), [points, atLeast])
	const shown = pointed === null ? points.findLast(point => point.value !== null) : points[Math.min(pointed, points.length - 1)]
	const point = (event: PointerEvent<SVGSVGElement>) => {
		const box = event.currentTarget.getBoundingClientRect()
		const at = ((event.clientX - box.left) / box.width) * WIDTH
		let nearest = -1
		for (let i = 0; i < points.length; i++) if (nearest < 0 || Math.abs(x(i) - at) < Math.abs(x(nearest) - at)) nearest = i
		setPointed(nearest < 0 ? null : nearest)
	}
	return (
		<figure className="curve">
			<figcaption>
				<span className="curve-name">{pointed === null || shown === undefined ? name : when(shown.at)}</span>
				<b>{shown === undefined || shown.value === null ? '–' : say(shown.value)}</b>
			</figcaption>
			<svg
				viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
				preserveAspectRatio="none"
				role="img"
				aria-label={label}
				onPointerMove={point}
				onPointerLeave={() => setPointed(null)}
			>
				<path className="area" d={area} />
				<path className="line" d={lines} />
				{pointed !== null && shown?.value != null && (
					<path className="hair" d={`M${x(points.indexOf(shown))} ${HEIGHT}V${y(shown.value)}`} />
				)}
			</svg>
		</figure>
	)
})

function draw(points: readonly CurvePoint[], atLeast: number) {
	const first = points[0]?.at ?? 0
	const length = Math.max(1, (points.at(-1)?.at ?? 0) - first)
	const top = points.reduce((max, point) => Math.max(max, point.value ?? 0), atLeast) * 1.08 || 1
	const x = (i: number) => round((((points[i]?.at ?? 0) - first) / length) * WIDTH)
	const y = (value: number) => round(HEIGHT - 1 - (value / top) * (HEIGHT - 2))
	let lines = ''
	let area = ''
	let start: number | null = null
	points.forEach(({ value }, i) => {
		if (value === null) {
			if (start !== null) area += `L${x(i - 1)} ${HEIGHT}Z`
			start = null
			return
		}
		lines += `${start === null ? 'M' : 'L'}${x(i)} ${y(value)}`
		area += start === null ? `M${x(i)} ${HEIGHT}L${x(i)} ${y(value)}` : `L${x(i)} ${y(value)}`
		start ??= i
	})
	if (start !== null) area += `L${x(points.length - 1)} ${HEIGHT}Z`
	return { lines, area, x, y }
}

function round(value: number): number {
	return Math.round(value * 100) / 100
}
