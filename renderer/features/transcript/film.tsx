import { Film as FilmIcon, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { MICROPHONE } from '../../../electron/contract/audio-frame.ts'
import type { Transcript } from '../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, IconButton } from '../../ui/controls.tsx'

/** How far the picture may be from the sound, in seconds: less is not seen, and each jump is. */
const APART_S = 0.2

/** The picture of a film above its text, along with the sound that is played. Nothing where there is none, or where this browser can't show it. */
export function Film({ transcript }: { readonly transcript: Transcript }) {
	const { preferences } = useApp()
	const { t } = useWords()
	const wanted = useFrom(preferences, state => state.films)
	const [failed, setFailed] = useState(false)
	if (!transcript.source?.video || !transcript.playable || failed) return null
	if (!wanted) {
		return (
			<Button className="film-show" icon={<FilmIcon size={15} />} onClick={() => preferences.setState({ films: true })}>
				{t('film.show')}
			</Button>
		)
	}
	return (
		<div className="film">
			<Picture id={transcript.id} onFail={() => setFailed(true)} />
			<IconButton name={t('film.hide')} icon={<X size={16} />} onClick={() => preferences.setState({ films: false })} />
		</div>
	)
}

function Picture({ id, onFail }: { readonly id: string; readonly onFail: () => void }) {
	const { playback, preferences } = useApp()
	const { t } = useWords()
	const video = useRef<HTMLVideoElement>(null)
	useEffect(() => {
		const follow = () => {
			const element = video.current
			const { transcript, playing, sample } = playback.getState()
			if (element === null || transcript !== id) return
			const at = sample / MICROPHONE.sampleRate
			if (Math.abs(element.currentTime - at) > APART_S) element.currentTime = at
			element.playbackRate = preferences.getState().rate
			// A browser that refuses to play leaves the picture standing where it is set.
			if (playing && element.paused) void element.play().catch(() => {})
			else if (!playing && !element.paused) element.pause()
		}
		follow()
		return playback.subscribe(follow)
	}, [playback, preferences, id])
	return (
		<video
			ref={video}
			src={`/films/${encodeURIComponent(id)}`}
			aria-label={t('film.name')}
			muted
			playsInline
			preload="metadata"
			onClick={() => playback.toggle(id)}
			onError={onFail}
			// Sound that only claims to have a picture.
			onLoadedMetadata={event => event.currentTarget.videoWidth === 0 && onFail()}
		/>
	)
}
