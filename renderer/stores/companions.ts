import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import type { Player } from './player.ts'

/** Another channel of what is played, and where its first sample lies in the whole. */
export interface Channel {
	readonly id: string
	readonly offset: number
}

/** Seconds that a channel may be off before it is set right: less is not heard, and setting is. */
const DRIFT = 0.12

/** Where a channel must stand when the whole is at `at`, both in seconds; null while it has not begun. */
export function placeOf(at: number, { offset }: Pick<Channel, 'offset'>): number | null {
	const place = at - offset / MICROPHONE.sampleRate
	return place < 0 ? null : place
}

/** The other channels of a recording, heard along with the element that plays its first. */
export interface Companions {
	load(channels: readonly Channel[]): void
	/** To be called often while the leader plays, and whenever it is paused, moved or changes its speed. */
	follow(): void
}

export function createCompanions(leader: Player, addressOf: (id: string) => string): Companions {
	let elements: { readonly channel: Channel; readonly audio: Player }[] = []
	return {
		load(channels) {
			for (const { audio } of elements) {
				audio.pause()
				audio.removeAttribute('src')
			}
			elements = channels.map(channel => {
				const audio = leader.ownerDocument.createElement('audio')
				audio.preload = 'auto'
				audio.src = addressOf(channel.id)
				return { channel, audio }
			})
		},
		follow() {
			for (const { channel, audio } of elements) {
				const place = placeOf(leader.currentTime, channel)
				const over = place === null || place >= audio.duration
				if (leader.paused || over) audio.pause()
				if (over) continue
				audio.playbackRate = leader.playbackRate
				audio.volume = leader.volume
				if (Math.abs(audio.currentTime - place) > DRIFT) audio.currentTime = place
				// A channel that can't be played is no reason to hear nothing.
				if (!leader.paused && audio.paused) void audio.play().catch(() => {})
			}
		}
	}
}
