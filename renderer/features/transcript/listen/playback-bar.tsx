import { Menu } from '@base-ui/react/menu'
import { AudioLines, ListEnd, Pause, Play, Repeat, RotateCcw, RotateCw, SkipBack, SkipForward, Volume2 } from 'lucide-react'
import { useEffect } from 'react'
import type { Transcript } from '../../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../../app-context.ts'
import { useWords } from '../../../messages/use-words.ts'
import { RATES } from '../../../stores/playback.ts'
import type { Detail } from '../../../stores/transcript-detail.ts'
import { IconButton, Note } from '../../../ui/controls.tsx'
import { Scrub } from './scrub.tsx'
import { SKIP, usePlayKeys } from './use-play-keys.ts'

interface PlaybackBarProps {
	readonly transcript: Transcript
	readonly detail: Detail
	/** To the next paragraph (1) or the one before (-1). */
	readonly onStep: (step: 1 | -1) => void
}

/** Listening to what was said: the foot of an open transcript. */
export function PlaybackBar({ transcript, detail, onStep }: PlaybackBarProps) {
	const { playback, preferences } = useApp()
	const words = useWords()
	const { t } = words
	const { id } = transcript
	const here = useFrom(playback, state => state.transcript === id)
	const playing = useFrom(playback, state => state.transcript === id && state.playing)
	const isLooped = useFrom(playback, state => state.transcript === id && state.loop !== null)
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
				<IconButton name={t('play.before')} icon={<SkipBack size={16} />} data-wide-only onClick={() => onStep(-1)} />
				<IconButton name={t('play.next')} icon={<SkipForward size={16} />} data-wide-only onClick={() => onStep(1)} />
				<IconButton name={t('play.back')} icon={<RotateCcw size={16} />} onClick={() => actions.skip(-SKIP)} />
				<IconButton name={t('play.forward')} icon={<RotateCw size={16} />} onClick={() => actions.skip(SKIP)} />
				<Scrub transcript={transcript} detail={detail} />
				<IconButton name={t('play.loop')} icon={<Repeat size={16} />} aria-pressed={isLooped} onClick={actions.toggleLoop} />
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
					<Menu.Trigger className="button quiet rate" aria-label={t('app.is', { what: t('play.speed'), value: t('play.rate', { rate }) })}>
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
