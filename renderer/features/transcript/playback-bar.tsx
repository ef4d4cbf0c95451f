import { Menu } from '@base-ui/react/menu'
import { AudioLines, ListEnd, Pause, Play, Repeat, RotateCcw, RotateCw, Volume2 } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { clock, samples } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Stretch } from '../../stores/jumps.ts'
import { RATES } from '../../stores/playback.ts'
import type { Detail } from '../../stores/transcript-detail.ts'
import { IconButton, Note } from '../../ui/controls.tsx'
import { speechColumns } from './speech-columns.ts'
import { useMediaKeys } from './use-media-keys.ts'
import { SKIP, usePlayKeys } from './use-play-keys.ts'

const COLUMNS = 160

/** Listening to what was said: the foot of an open transcript. */
export function PlaybackBar({ transcript, detail }: { readonly transcript: Transcript; readonly detail: Detail }) {
	const { playback, preferences } = useApp()
	const words = useWords()
	const { t } = words
	const { id } = transcript
	const here = useFrom(playback, state => state.transcript === id)
	const playing = useFrom(playback, state => state.transcript === id && state.playing)
	const sample = useFrom(playback, state => (state.transcript === id ? state.sample : 0))
	const loop = useFrom(playback, state => (state.transcript === id ? state.loop : null))
	const following = useFrom(playback, state => state.following)
	const { rate, volume, skipSilence } = useFrom(preferences, state => state)
	const problem = useFrom(playback, state => state.problem)
	// Another transcript that still plays is left to play until this one is asked for.
	useEffect(() => playback.offer(id), [playback, id])
	const actions = usePlayKeys(transcript, at => {
		const all = [detail.segments, ...detail.parts.map(part => part.segments)].flat()
		const segment = all.find(each => each.from <= at && at < each.to) ?? all.find(each => each.from > at)
		return segment ? { from: segment.from, to: segment.to } : null
	})
	useMediaKeys(transcript)
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
				<IconButton name={t('play.back')} icon={<RotateCcw size={16} />} onClick={() => actions.skip(-SKIP)} />
				<IconButton name={t('play.forward')} icon={<RotateCw size={16} />} onClick={() => actions.skip(SKIP)} />
				<time className="clock small">{clock(sample)}</time>
				<div className="scrub">
					<SpeechMap transcript={transcript} detail={detail} sample={sample} loop={loop} />
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
				<IconButton name={t('play.loop')} icon={<Repeat size={16} />} aria-pressed={loop !== null} onClick={actions.toggleLoop} />
				<IconButton
					name={t('play.skipSilence')}
					icon={<AudioLines size={16} />}
					aria-pressed={skipSilence}
					onClick={actions.toggleSilence}
				/>
				<IconButton name={t('play.follow')} icon={<ListEnd size={16} />} aria-pressed={following} onClick={actions.toggleFollowing} />
				<label className="volume">
					<Volume2 size={16} aria-hidden="true" />
					<input
						type="range"
						min={0}
						max={1}
						step={0.05}
						value={volume}
						aria-label={t('play.volume')}
						onChange={event => playback.setVolume(Number(event.currentTarget.value))}
					/>
				</label>
				<Menu.Root>
					<Menu.Trigger className="button quiet rate" aria-label={`${t('play.speed')}: ${t('play.rate', { rate })}`}>
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

interface SpeechMapProps {
	readonly transcript: Transcript
	readonly detail: Detail
	readonly sample: number
	readonly loop: Stretch | null
}

/** Where in the audio how much is said, where gaps and marks are and where something died; what was played is stronger. */
function SpeechMap({ transcript, detail, sample, loop }: SpeechMapProps) {
	const total = Math.max(1, transcript.samples)
	const { segments, parts } = detail
	const columns = useMemo(
		() => speechColumns([...segments, ...parts.flatMap(part => part.segments)], total, COLUMNS),
		[segments, parts, total]
	)
	const x = (at: number) => (at / total) * COLUMNS
	return (
		<svg className="speech-map" viewBox={`0 0 ${COLUMNS} 40`} preserveAspectRatio="none" aria-hidden="true">
			{loop !== null && <rect className="loop" x={x(loop.from)} y={0} width={x(loop.to - loop.from)} height={40} />}
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
