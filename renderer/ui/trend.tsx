const BAR = 4
const HEIGHT = 18

/** Counts a day as small bars, the newest at the right. */
export function Trend({ counts, label }: { readonly counts: readonly number[]; readonly label: string }) {
	const top = Math.max(1, ...counts)
	return (
		<svg className="trend" width={counts.length * BAR - 1} height={HEIGHT} role="img" aria-label={label}>
			{counts.map((count, i) => {
				const height = count === 0 ? 1 : Math.max(3, Math.round((count / top) * HEIGHT))
				return (
					<rect
						// biome-ignore lint/suspicious/noArrayIndexKey: a day's place is its identity
						key={i}
						className={count === 0 ? 'none' : ''}
						x={i * BAR}
						y={HEIGHT - height}
						width={BAR - 1}
						height={height}
					/>
				)
			})}
		</svg>
	)
}
