import { useEffect } from 'react'
import type { Transcript } from '../../../../electron/contract/records.ts'
import { useApp, useFrom } from '../../../app-context.ts'
import { SKIP } from './use-play-keys.ts'

/** The keys of a keyboard or headset that play and pause, and what the system shows beside them. */
export function useMediaKeys({ id, title }: Pick<Transcript, 'id' | 'title'>): void {
	const { playback } = useApp()
	const here = useFrom(playback, state => state.transcript === id)
	const playing = useFrom(playback, state => state.playing)
	useEffect(() => {
		const session = navigator.mediaSession
		if (session === undefined || !here) return
		const by = (samples: number) => playback.seek(id, Math.max(0, playback.getState().sample + samples))
		session.metadata = new MediaMetadata({ title })
		session.playbackState = playing ? 'playing' : 'paused'
		session.setActionHandler('play', () => playback.play(id))
		session.setActionHandler('pause', () => playback.getState().playing && playback.toggle(id))
		session.setActionHandler('seekbackward', () => by(-SKIP))
		session.setActionHandler('seekforward', () => by(SKIP))
	}, [playback, here, playing, id, title])
}
