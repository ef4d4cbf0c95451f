import { createStore, type StoreApi } from 'zustand/vanilla'
import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import { fail, type Problem } from '../api/problem.ts'
import { type Channel, createCompanions } from './companions.ts'
import { jumpFrom, type Stretch } from './jumps.ts'
import type { Player } from './player.ts'
import type { Positions } from './positions.ts'
import type { Preferences } from './preferences.ts'

export interface PlaybackState {
	/** What is listened to, or would be; null before the first. */
	readonly transcript: string | null
	readonly playing: boolean
	/** Where it stands, in samples of the journal. */
	readonly sample: number
	/** What is played again and again. */
	readonly loop: Stretch | null
	/** The text keeps what is spoken in sight. */
	readonly following: boolean
	readonly problem: Problem | null
}

export type PlaybackStore = StoreApi<PlaybackState> & {
	/** It would be played next, from where it was left, unless another plays now. Nothing is loaded before it is. */
	offer(transcript: string): void
	play(transcript: string, fromSample?: number): void
	toggle(transcript: string): void
	/** Goes on there if it plays. */
	seek(transcript: string, sample: number): void
	setLoop(transcript: string, loop: Stretch | null): void
	setFollowing(following: boolean): void
	/** 0.5–3; the pitch stays. */
	setRate(rate: number): void
	/** 0–1. */
	setVolume(volume: number): void
	/** Keeps where it stands. */
	keep(): void
	stop(): void
}

export interface PlaybackParts {
	/** The other channels of a recording, which are heard along with it. */
	channelsOf(transcript: string): readonly Channel[]
	/** What may be passed over, by place. */
	silencesOf(transcript: string): readonly Stretch[]
	/** Samples of it that there are by now: more than when it was opened while its file is read, or it is recorded. */
	lengthOf(transcript: string): number
	readonly positions: Positions
	readonly preferences: StoreApi<Pick<Preferences, 'rate' | 'volume' | 'skipSilence'>>
}

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const

/** The next faster (1) or slower (-1) of `RATES`; the same at its ends. */
export function rateBeside(rate: number, step: 1 | -1): number {
	return (step === 1 ? RATES.find(each => each > rate) : RATES.findLast(each => each < rate)) ?? rate
}

/** What was played breaks off where it is when its file is replaced by a compressed copy: opened again, once at a place. Samples. */
const SAME_PLACE = MICROPHONE.sampleRate
/** While it plays, where it stands is kept so often: 5 s, in samples. */
const KEEP_EVERY = 5 * MICROPHONE.sampleRate

/** One player for the whole window: two transcripts never talk over each other. */
export function createPlaybackStore(player: Player, parts: PlaybackParts): PlaybackStore {
	const { positions, preferences } = parts
	const store = createStore<PlaybackState>(() => ({
		transcript: null,
		playing: false,
		sample: 0,
		loop: null,
		following: true,
		problem: null
	}))
	player.preservesPitch = true
	player.volume = preferences.getState().volume

	const addressOf = (id: string) => `/audio/${encodeURIComponent(id)}`
	const companions = createCompanions(player, addressOf)
	/** Whose audio the player has. */
	let loaded: string | null = null
	let kept = 0
	let brokeAt: number | null = null
	/** Where it ended last, in samples: that its file grew since is believed once at a place. */
	let endedAt: number | null = null

	const here = () => Math.round(player.currentTime * MICROPHONE.sampleRate)
	const goTo = (sample: number) => {
		player.currentTime = sample / MICROPHONE.sampleRate
	}
	const keep = () => {
		const { transcript, sample } = store.getState()
		if (transcript === null) return
		kept = sample
		positions.keep(transcript, sample)
	}
	/** Looks where it stands, and whether it should stand elsewhere. */
	const look = () => {
		const { transcript, loop } = store.getState()
		if (transcript === null || loaded !== transcript) return
		const silences = preferences.getState().skipSilence ? parts.silencesOf(transcript) : []
		const jump = player.paused ? null : jumpFrom(here(), loop, silences)
		if (jump !== null) goTo(jump)
		companions.follow()
		store.setState({ playing: !player.paused, sample: here() })
		if (Math.abs(here() - kept) >= KEEP_EVERY) keep()
	}
	/** `timeupdate` comes four times a second: too coarse to follow words. A page that is not seen has nothing finer. */
	const follow = () => {
		if (player.paused) return
		look()
		requestAnimationFrame(follow)
	}
	player.addEventListener('play', () => {
		store.setState({ playing: true, problem: null })
		follow()
	})
	for (const event of ['seeked', 'timeupdate', 'ratechange'] as const) player.addEventListener(event, look)
	player.addEventListener('pause', () => {
		look()
		if (loaded !== null) keep()
	})
	player.addEventListener('ended', () => {
		const { transcript, loop } = store.getState()
		look()
		if (transcript === null || loaded !== transcript) return
		if (loop !== null) {
			goTo(loop.from)
			start()
		} else if (endedAt !== here() && parts.lengthOf(transcript) > here() + SAME_PLACE) {
			endedAt = here()
			reopen(endedAt)
			start()
		} else positions.keep(transcript, 0)
	})
	player.addEventListener('error', () => {
		const { transcript, sample, playing } = store.getState()
		if (transcript === null || loaded === null) return
		if (brokeAt === null || Math.abs(sample - brokeAt) > SAME_PLACE) {
			brokeAt = sample
			reopen(sample)
			if (playing) start()
			return
		}
		store.setState({
			playing: false,
			problem: fail('audio-unplayable', 'The audio can’t be played: its file was not found or can’t be read. The text is not affected.')
				.problem
		})
	})

	const reopen = (sample: number) => {
		player.load()
		goTo(sample)
	}
	const unload = () => {
		player.pause()
		if (loaded !== null) player.removeAttribute('src')
		loaded = null
		companions.load([])
	}
	/** From here on it is this one that is listened to. */
	const take = (transcript: string) => {
		if (store.getState().transcript === transcript) return
		keep()
		unload()
		kept = positions.of(transcript)
		store.setState({ transcript, sample: kept, playing: false, loop: null, problem: null })
	}
	const load = (transcript: string) => {
		take(transcript)
		if (loaded === transcript && store.getState().problem === null) return
		brokeAt = null
		endedAt = null
		loaded = transcript
		const { rate } = preferences.getState()
		const { sample } = store.getState()
		player.preload = 'auto'
		player.src = addressOf(transcript)
		player.defaultPlaybackRate = rate
		player.playbackRate = rate
		companions.load(parts.channelsOf(transcript))
		goTo(sample)
		store.setState({ problem: null })
	}
	const seek = (transcript: string, sample: number) => {
		take(transcript)
		const to = Math.max(0, sample)
		const { loop } = store.getState()
		// Who goes elsewhere wants to hear that.
		if (loop !== null && (to < loop.from || to >= loop.to)) store.setState({ loop: null })
		store.setState({ sample: to })
		if (loaded !== transcript) return keep()
		// The file grew since it was opened: open it again, or the player stops at the old end.
		if (to / MICROPHONE.sampleRate > player.duration) {
			const wasPlaying = !player.paused
			reopen(to)
			if (wasPlaying) start()
		} else goTo(to)
	}
	/** A newer `play` or `pause` breaks an older one off, which is no failure; true ones come as `error` events. */
	const start = () => void player.play().catch(() => {})
	const play = (transcript: string, fromSample?: number) => {
		take(transcript)
		if (fromSample !== undefined) seek(transcript, fromSample)
		load(transcript)
		start()
	}

	return Object.assign(store, {
		seek,
		play,
		keep,
		offer(transcript: string) {
			if (!store.getState().playing) take(transcript)
		},
		toggle(transcript: string) {
			if (store.getState().transcript === transcript && !player.paused) player.pause()
			else play(transcript)
		},
		setLoop(transcript: string, loop: Stretch | null) {
			take(transcript)
			store.setState({ loop })
			const { sample } = store.getState()
			if (loop !== null && (sample < loop.from || sample >= loop.to)) seek(transcript, loop.from)
		},
		setFollowing(following: boolean) {
			store.setState({ following })
		},
		setRate(rate: number) {
			player.playbackRate = rate
			player.defaultPlaybackRate = rate
			preferences.setState({ rate })
		},
		setVolume(volume: number) {
			player.volume = volume
			preferences.setState({ volume })
			companions.follow()
		},
		stop() {
			keep()
			unload()
			store.setState({ transcript: null, playing: false, sample: 0, loop: null, problem: null })
		}
	})
}
