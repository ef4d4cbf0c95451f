import { Pause } from 'lucide-react'
import { useEffect } from 'react'
import { useApp, useFrom } from '../../../app-context.ts'
import { useWords } from '../../../messages/use-words.ts'
import { SKIP } from './use-play-keys.ts'

/**
 * What is listened to, wherever one is: the keys of a keyboard or headset that play and pause, what the system shows beside them, and a button
 * while it plays and another page is shown than its own.
 */
export function Playing() {
	const { playback, transcripts, place } = useApp()
	const { t } = useWords()
	const id = useFrom(playback, state => state.transcript)
	const playing = useFrom(playback, state => state.playing)
	const title = useFrom(transcripts, state => (id === null ? undefined : state.transcripts?.[id]?.title))
	const isShown = useFrom(place, state => state.place.at === 'transcript' && state.place.id === id)
	useEffect(() => {
		const session = navigator.mediaSession
		if (session === undefined || id === null || title === undefined) return
		const by = (samples: number) => playback.seek(id, Math.max(0, playback.getState().sample + samples))
		const actions: [MediaSessionAction, () => void][] = [
			['play', () => playback.play(id)],
			['pause', () => playback.getState().playing && playback.toggle(id)],
			['seekbackward', () => by(-SKIP)],
			['seekforward', () => by(SKIP)]
		]
		session.metadata = new MediaMetadata({ title })
		for (const [action, does] of actions) session.setActionHandler(action, does)
		return () => {
			session.metadata = null
			session.playbackState = 'none'
			for (const [action] of actions) session.setActionHandler(action, null)
		}
	}, [playback, id, title])
	useEffect(() => {
		if (navigator.mediaSession !== undefined && id !== null) navigator.mediaSession.playbackState = playing ? 'playing' : 'paused'
	}, [id, playing])
	if (!playing || isShown || id === null || title === undefined) return null
	return (
		<button type="button" className="button quiet playing" aria-label={t('play.pauseIt', { title })} onClick={() => playback.toggle(id)}>
			<Pause size={15} fill="currentColor" />
			<span className="wide-only" dir="auto">
				{title}
			</span>
		</button>
	)
}
