import { useEffect, useRef } from 'react'

const STEPS = 10

/** Loudness as people hear it: −60 dB is nothing, 0 dB is all. */
function heard(level: number): number {
	return level <= 0.001 ? 0 : Math.min(1, 1 + (20 * Math.log10(level)) / 60)
}

/** A column of steps that light up with the loudest sample, 0…1. */
export function LevelMeter({ level, label }: { readonly level: number; readonly label: string }) {
	const shown = Math.round(heard(level) * STEPS)
	return (
		// biome-ignore lint/a11y/useSemanticElements: <meter> can not be drawn as steps in every browser
		<span
			className="meter"
			role="meter"
			aria-label={label}
			aria-valuemin={0}
			aria-valuemax={100}
			aria-valuenow={Math.round(heard(level) * 100)}
		>
			{Array.from({ length: STEPS }, (_, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the steps never move
				<i key={i} className={i < shown ? (i >= STEPS - 1 ? 'on loud' : 'on') : ''} />
			))}
		</span>
	)
}

/** The last peaks (0…1, newest last) as bars, newest at the right; as many as there is room for. `count` is how many there are now. */
export function Waveform({ peaks, count, label }: { readonly peaks: readonly number[]; readonly count: number; readonly label: string }) {
	const canvas = useRef<HTMLCanvasElement>(null)
	useEffect(() => {
		const element = canvas.current
		const context = element?.getContext('2d')
		if (!element || !context) return
		const scale = devicePixelRatio
		const width = element.clientWidth
		const height = element.clientHeight
		element.width = width * scale
		element.height = height * scale
		context.scale(scale, scale)
		context.fillStyle = getComputedStyle(element).color
		const step = 4
		for (let x = width - step, i = count - 1; x >= 0 && i >= 0; x -= step, i--) {
			// Speech lies far below the loudest that fits: a curve between loudness and amplitude shows its shape best.
			const bar = Math.max(2, (peaks[i] ?? 0) ** 0.65 * height)
			context.globalAlpha = Math.min(1, 0.25 + x / width)
			context.fillRect(x, (height - bar) / 2, 2, bar)
		}
	}, [peaks, count])
	return <canvas ref={canvas} className="waveform" role="img" aria-label={label} />
}
