import { useEffect, useRef } from 'react'
import { useApp } from '../../app-context.ts'

/** Pixels from bar to bar, and how wide one is. */
const STEP = 4
const BAR = 2

/** The last peaks as bars, the newest at the right, as many as there is room for. Drawn for each new peak, without React. */
export function LiveWaveform({ label }: { readonly label: string }) {
	const { recording } = useApp()
	const canvas = useRef<HTMLCanvasElement>(null)
	useEffect(() => {
		const element = canvas.current
		const context = element?.getContext('2d')
		if (!element || !context) return
		let drawn = -1
		let frame = 0
		const draw = () => {
			frame = 0
			const { peaks } = recording
			drawn = peaks.length
			const { clientWidth: width, clientHeight: height } = element
			const scale = devicePixelRatio
			if (element.width !== Math.round(width * scale)) {
				element.width = Math.round(width * scale)
				element.height = Math.round(height * scale)
			}
			context.setTransform(scale, 0, 0, scale, 0, 0)
			context.clearRect(0, 0, width, height)
			context.fillStyle = getComputedStyle(element).color
			for (let x = width - STEP, i = drawn - 1; x >= 0 && i >= 0; x -= STEP, i--) {
				// Speech lies far below the loudest that fits: a curve between loudness and amplitude shows its shape best.
				const bar = Math.max(BAR, (peaks[i] ?? 0) ** 0.65 * height)
				context.globalAlpha = Math.min(1, 0.25 + x / width)
				context.fillRect(x, (height - bar) / 2, BAR, bar)
			}
		}
		const ask = () => {
			if (frame === 0) frame = requestAnimationFrame(draw)
		}
		ask()
		const unsubscribe = recording.subscribe(() => recording.peaks.length !== drawn && ask())
		const resized = new ResizeObserver(ask)
		resized.observe(element)
		return () => {
			unsubscribe()
			resized.disconnect()
			cancelAnimationFrame(frame)
		}
	}, [recording])
	return <canvas ref={canvas} className="live-waveform" role="img" aria-label={label} />
}
