import { createStore, type StoreApi } from 'zustand/vanilla'
import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import { fail, type Problem } from '../api/problem.ts'
import { type Channel, createCompanions } from './companions.ts'

export interface PlaybackState {
	/** Whose audio is loaded; null before the first. */
	readonly transcript: string | null
	readonly playing: boolean
	/** Where it stands, in samples of the journal. */
	readonly sample: number
	readonly rate: number
	readonly problem: Problem | null
}

export type PlaybackStore = StoreApi<PlaybackState> & {
	/** Loads the audio without playing it. */
	load(transcript: string): void
	play(transcript: string, fromSample?: number): void
	toggle(transcript: string): void
	seek(transcript: string, sample: number): void
	setRate(rate: number): void
	stop(): void
}

export const RATES = [0.75, 1, 1.25, 1.5, 2] as const

/** What was played breaks off where it is when its file is replaced by a compressed copy: opened again, once at a place. Samples. */
const SAME_PLACE = MICROPHONE.sampleRate

/**
 * One player for the whole window: two transcripts never talk over each other. `channelsOf`: the other channels of a recording, which are
 * heard along with it.
 */
export function createPlaybackStore(audio: HTMLAudioElement, channelsOf: (transcript: string) => readonly Channel[]): PlaybackStore {
	const store = createStore<PlaybackState>(() => ({ transcript: null, playing: false, sample: 0, rate: 1, problem: null }))
	audio.preload = 'metadata'
	audio.preservesPitch = true

	const addressOf = (id: string) => `/audio/${encodeURIComponent(id)}`
	const companions = createCompanions(audio, addressOf)
	let brokeAt: number | null = null

	const here = () => Math.round(audio.currentTime * MICROPHONE.sampleRate)
	/** `timeupdate` comes four times a second: too coarse to follow words. */
	const follow = () => {
		if (audio.paused) return
		companions.follow()
		store.setState({ sample: here() })
		requestAnimationFrame(follow)
	}
	audio.addEventListener('play', () => {
		store.setState({ playing: true, problem: null })
		follow()
	})
	for (const event of ['pause', 'ended', 'seeked', 'timeupdate', 'ratechange'] as const) {
		audio.addEventListener(event, () => {
			companions.follow()
			store.setState({ playing: !audio.paused, sample: here() })
		})
	}
	audio.addEventListener('error', () => {
		const { transcript, sample, playing } = store.getState()
		if (transcript === null) return
		if (brokeAt === null || Math.abs(sample - brokeAt) > SAME_PLACE) {
			brokeAt = sample
			audio.load()
			audio.currentTime = sample / MICROPHONE.sampleRate
			if (playing) start()
			return
		}
		store.setState({
			playing: false,
			problem: fail('audio-unplayable', 'The audio can’t be played: its file was not found or can’t be read. The text is not affected.')
				.problem
		})
	})

	const load = (transcript: string) => {
		if (store.getState().transcript === transcript && store.getState().problem === null) return
		brokeAt = null
		audio.src = addressOf(transcript)
		audio.defaultPlaybackRate = store.getState().rate
		companions.load(channelsOf(transcript))
		store.setState({ transcript, sample: 0, playing: false, problem: null })
	}
	const seek = (transcript: string, sample: number) => {
		load(transcript)
		const seconds = Math.max(0, sample) / MICROPHONE.sampleRate
		// The file grew since it was opened: open it again, or the player stops at the old end.
		if (seconds > audio.duration) audio.load()
		audio.currentTime = seconds
		store.setState({ sample: Math.max(0, sample) })
	}
	/** A newer `play` or `pause` breaks an older one off, which is no failure; true ones come as `error` events. */
	const start = () => void audio.play().catch(() => {})

	return Object.assign(store, {
		load,
		seek,
		play(transcript: string, fromSample?: number) {
			load(transcript)
			if (fromSample !== undefined) seek(transcript, fromSample)
			start()
		},
		toggle(transcript: string) {
			if (store.getState().transcript === transcript && !audio.paused) return audio.pause()
			load(transcript)
			start()
		},
		setRate(rate: number) {
			audio.playbackRate = rate
			audio.defaultPlaybackRate = rate
			store.setState({ rate })
		},
		stop() {
			audio.pause()
			audio.removeAttribute('src')
			companions.load([])
			store.setState({ transcript: null, playing: false, sample: 0, problem: null })
		}
	})
}
