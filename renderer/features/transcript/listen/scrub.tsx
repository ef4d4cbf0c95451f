import { type PointerEvent, useLayoutEffect, useRef, useState } from 'react'
import type { Mark, Transcript } from '../../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../../app-context.ts'
import { clock, samples } from '../../../messages/clock.ts'
import { useWords } from '../../../messages/use-words.ts'
import type { Detail } from '../../../stores/transcript-detail.ts'
import { Waveform } from './waveform.tsx'

/** Pixels from one bar of the picture to the next, and how near to a mark one points at it. */
const BAR = 3
const NEAR = 5

/** Where playback stands: the audio’s picture, in which it is moved by pointer and keys, between the place and the length. */
export function Scrub({ transcript, detail }: { readonly transcript: Transcript; readonly detail: Detail }) {
	const { playback } = useApp()
	const { t } = useWords()
	const { id, samples: total } = transcript
	const sample = useFrom(playback, state => (state.transcript === id ? state.sample : 0))
	const loop = useFrom(playback, state => (state.transcript === id ? state.loop : null))
	const frame = useRef<HTMLDivElement>(null)
	const [width, setWidth] = useState(0)
	const [pointed, setPointed] = useState<number | null>(null)
	useLayoutEffect(() => {
		const element = frame.current
		if (element === null) return
		const observer = new ResizeObserver(() => setWidth(element.clientWidth))
		observer.observe(element)
		return () => observer.disconnect()
	}, [])
	const point = (event: PointerEvent<HTMLElement>) => {
		if (event.pointerType === 'touch') return
		const { left, width } = event.currentTarget.getBoundingClientRect()
		setPointed(Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width))))
	}
	const mark = pointed === null ? undefined : markAt(detail.marks, pointed * total, (NEAR / Math.max(1, width)) * total)
	return (
		<>
			<time className="clock small">{clock(sample)}</time>
			<div className="scrub" ref={frame} onPointerMove={point} onPointerLeave={() => setPointed(null)}>
				<Waveform {...{ transcript, detail, sample, loop }} columns={Math.min(2_000, Math.floor(width / BAR))} />
				<input
					type="range"
					min={0}
					max={total}
					step={samples(1)}
					value={sample}
					aria-label={t('play.position')}
					aria-valuetext={`${clock(sample)} / ${clock(total)}`}
					onChange={event => playback.seek(id, Number(event.currentTarget.value))}
				/>
				{pointed !== null && (
					<span className="pointed" style={{ left: `${pointed * 100}%` }} aria-hidden="true">
						{clock(pointed * total)}
						{mark !== undefined && <span dir="auto">{mark.note}</span>}
					</span>
				)}
			</div>
			<time className="clock small faded">{clock(total)}</time>
		</>
	)
}

/** The nearest mark with a note that is no farther away than `near`. */
function markAt(marks: readonly Mark[], sample: number, near: number): Mark | undefined {
	return marks
		.filter(mark => mark.note !== '' && Math.abs(mark.sample - sample) <= near)
		.sort((a, b) => Math.abs(a.sample - sample) - Math.abs(b.sample - sample))[0]
}
