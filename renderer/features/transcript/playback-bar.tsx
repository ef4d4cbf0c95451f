import { Menu } from '@base-ui/react/menu'
import { Pause, Play, RotateCcw, RotateCw } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock, samples } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { RATES } from '../../stores/playback.ts'
import type { Detail } from '../../stores/transcript-detail.ts'
import { IconButton, Note } from '../../ui/controls.tsx'
import { speechColumns } from './speech-columns.ts'

const SKIP = samples(5)
const COLUMNS = 160

/** Listening to what was said: the foot of an open transcript. */
export function PlaybackBar({ transcript, detail }: { readonly transcript: Transcript; readonly detail: Detail }) {
	const { playback } = useApp()
	const words = useWords()
	const { t } = words
	const { id } = transcript
	const here = useFrom(playback, state => state.transcript === id)
	const playing = useFrom(playback, state => state.transcript === id && state.playing)
	const sample = useFrom(playback, state => (state.transcript === id ? state.sample : 0))
	const rate = useFrom(playback, state => state.rate)
	const problem = useFrom(playback, state => state.problem)
	// Another transcript that still plays is left to play until this one is asked for.
	useEffect(() => {
		if (!playback.getState().playing) playback.load(id)
	}, [playback, id])
	return (
		<section className="foot" aria-label={t('play.name')}>
			{here && problem && <Note tone="warn">{words.problem(problem)}</Note>}
			<div className="transport">
				<button
					type="button"
					className="button primary round"
					aria-label={playing ? t('play.pause') : t('play.play')}
					onClick={() => playback.toggle(id)}
				>
					{playing ? <Pause size={17} fill="currentColor" /> : <Play size={17} fill="currentColor" />}
				</button>
				<IconButton name={t('play.back')} icon={<RotateCcw size={16} />} onClick={() => playback.seek(id, sample - SKIP)} />
				<IconButton
					name={t('play.forward')}
					icon={<RotateCw size={16} />}
					onClick={() => playback.seek(id, Math.min(sample + SKIP, transcript.samples))}
				/>
				<time className="clock small">{clock(sample)}</time>
				<div className="scrub">
					<SpeechMap transcript={transcript} detail={detail} sample={sample} />
					<input
						type="range"
						min={0}
						max={transcript.samples}
						step={samples(1)}
						value={sample}
						aria-label={t('play.position')}
						aria-valuetext={`${clock(sample)} / ${clock(transcript.samples)}`}
						onChange={event => playback.seek(id, Number(event.currentTarget.value))}
					/>
				</div>
				<time className="clock small faded">{clock(transcript.samples)}</time>
				<Menu.Root>
					<Menu.Trigger className="button quiet rate" aria-label={t('play.speed')}>
						{t('play.rate', { rate })}
					</Menu.Trigger>
					<Menu.Portal>
						<Menu.Positioner sideOffset={8} side="top" className="floating">
							<Menu.Popup className="popup menu">
								<Menu.RadioGroup value={rate} onValueChange={(value: number) => playback.setRate(value)}>
									{RATES.map(each => (
										<Menu.RadioItem key={each} value={each} className="menu-item" closeOnClick>
											{t('play.rate', { rate: each })}
										</Menu.RadioItem>
									))}
								</Menu.RadioGroup>
							</Menu.Popup>
						</Menu.Positioner>
					</Menu.Portal>
				</Menu.Root>
			</div>
		</section>
	)
}

/** Where in the audio how much is said, where gaps and marks are and where something died; what was played is stronger. */
function SpeechMap({ transcript, detail, sample }: { readonly transcript: Transcript; readonly detail: Detail; readonly sample: number }) {
	const total = Math.max(1, transcript.samples)
	const { segments, parts } = detail
	const columns = useMemo(
		() => speechColumns([...segments, ...parts.flatMap(part => part.segments)], total, COLUMNS),
		[segments, parts, total]
	)
	const x = (at: number) => (at / total) * COLUMNS
	return (
		<svg className="speech-map" viewBox={`0 0 ${COLUMNS} 40`} preserveAspectRatio="none" aria-hidden="true">
			{columns.map((amount, i) => {
				const height = 2 + amount * 34
				return (
					// biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
					<rect key={i} className={i < x(sample) ? 'played' : 'speech'} x={i + 0.2} y={20 - height / 2} width={0.6} height={height} />
				)
			})}
			{detail.gaps.map(gap => (
				<rect key={gap.from} className="mark-gap" x={x(gap.from)} y={14} width={Math.max(1, x(gap.to - gap.from))} height={12} />
			))}
			{detail.deaths.map(death => (
				<rect key={death.exit} className="mark-death" x={x(death.sample) - 0.2} y={0} width={0.5} height={40} />
			))}
			{detail.marks.map(mark => (
				<rect
					key={mark.id}
					className={mark.kind === 'mark' ? 'mark-set' : 'mark-break'}
					x={x(mark.sample) - 0.2}
					y={0}
					width={0.5}
					height={40}
				/>
			))}
			<rect className="needle" x={x(sample) - 0.15} y={0} width={0.4} height={40} />
		</svg>
	)
}
