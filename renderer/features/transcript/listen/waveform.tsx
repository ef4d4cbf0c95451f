import { memo, useEffect, useMemo } from 'react'
import type { Transcript } from '../../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../../app-context.ts'
import type { Stretch } from '../../../stores/jumps.ts'
import type { Detail } from '../../../stores/transcript-detail.ts'
import { speechColumns } from './speech-columns.ts'
import { HEIGHT, louder, raised, type Side, wavePath } from './wave-path.ts'

interface WaveformProps {
	readonly transcript: Transcript
	readonly detail: Detail
	/** Bars that there is room for. */
	readonly columns: number
	readonly sample: number
	readonly loop: Stretch | null
}

/** Where paragraphs end is seen when they are at least so many bars long. */
const BARS_TO_AN_END = 6

/**
 * How loud the audio is, with gaps, marks, deaths and ends of paragraphs on it; what was played is stronger. Of a recording of two channels one stands
 * above, the others below the middle. Where no loudness is known, how much is said.
 */
export function Waveform({ transcript, detail, columns, sample, loop }: WaveformProps) {
	const total = Math.max(1, transcript.samples)
	const shapes = useShapes(transcript, detail, columns)
	const x = (at: number) => (at / total) * columns
	const { segments } = detail
	const ends = useMemo(() => {
		if (segments.length === 0 || segments.length * BARS_TO_AN_END > columns) return ''
		return segments.map(({ to }) => `M${(to / total) * columns - 0.15} ${HEIGHT - 4}h.3V${HEIGHT}h-.3z`).join('')
	}, [segments, total, columns])
	const clip = `played-${transcript.id}`
	return (
		<svg className="waveform" viewBox={`0 0 ${columns} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
			<clipPath id={clip}>
				<rect x={0} y={0} width={x(sample)} height={HEIGHT} />
			</clipPath>
			{loop !== null && <rect className="loop" x={x(loop.from)} y={0} width={x(loop.to - loop.from)} height={HEIGHT} />}
			{shapes.map(shape => (
				<Sound key={shape.side} shape={shape} columns={columns} />
			))}
			<g className="played" clipPath={`url(#${clip})`}>
				{shapes.map(shape => (
					<Sound key={shape.side} shape={shape} columns={columns} />
				))}
			</g>
			<path className="ends" d={ends} />
			{detail.gaps.map(gap => (
				<rect key={gap.from} className="mark-gap" x={x(gap.from)} y={14} width={Math.max(1, x(gap.to - gap.from))} height={12} />
			))}
			{detail.deaths.map(death => (
				<rect key={death.exit} className="mark-death" x={x(death.sample) - 0.4} y={0} width={0.8} height={HEIGHT} />
			))}
			{detail.marks.map(mark => (
				<rect
					key={mark.id}
					className={mark.kind === 'mark' ? 'mark-set' : 'mark-break'}
					x={x(mark.sample) - 0.4}
					y={0}
					width={0.8}
					height={HEIGHT}
				/>
			))}
			<rect className="needle" x={x(sample) - 0.25} y={0} width={0.5} height={HEIGHT} />
		</svg>
	)
}

/** Made for another width it is stretched, until the answer for this one is there. */
const Sound = memo(function Sound({ shape: { side, path, bars }, columns }: { readonly shape: Shape; readonly columns: number }) {
	return <path className={`sound ${side}`} d={path} transform={bars === columns || bars === 0 ? undefined : `scale(${columns / bars} 1)`} />
})

interface Shape {
	readonly side: Side
	readonly path: string
	/** As wide as so many. */
	readonly bars: number
}

function useShapes({ id, samples: total }: Transcript, { segments, parts }: Detail, columns: number): Shape[] {
	const { waveforms } = useApp()
	const offsets = parts.map(part => `${part.id} ${part.offset}`).join(',')
	const others = useMemo(() => offsets.split(',').flatMap(each => (each === '' ? [] : [each.split(' ')])), [offsets])
	useEffect(() => {
		if (columns === 0 || total <= 1) return
		const stops = [[id, '0'], ...others].map(([journal = '', offset]) =>
			waveforms.watch(journal, -Number(offset), total - Number(offset), columns)
		)
		return () => {
			for (const stop of stops) stop()
		}
	}, [waveforms, id, others, total, columns])
	const waves = useFrom(waveforms, state => state.waves)
	return useMemo((): Shape[] => {
		const own = waves[id]
		if (own === undefined) return []
		const shape = (side: Side, levels: readonly number[]): Shape => ({ side, path: wavePath(levels, side), bars: levels.length })
		if (own.known === 0) {
			const said = speechColumns([...segments, ...parts.flatMap(part => part.segments)], Math.max(1, total), Math.max(1, columns))
			return [shape('both', said)]
		}
		if (others.length === 0) return [shape('both', raised(own.levels))]
		const other = others.map(([journal = '']) => waves[journal]?.levels ?? []).reduce(louder)
		return [shape('above', raised(own.levels)), shape('below', raised(other))]
	}, [waves, id, others, segments, parts, total, columns])
}
