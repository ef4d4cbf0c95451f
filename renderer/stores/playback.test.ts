import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStore } from 'zustand/vanilla'
import { createPlaybackStore } from './playback.ts'

/** As much of an audio element as the player uses; what a real one does by itself is said by `dispatchEvent`. */
class Sound extends EventTarget {
	src = ''
	paused = true
	currentTime = 0
	duration = 100
	playbackRate = 1
	defaultPlaybackRate = 1
	preload = ''
	preservesPitch = false
	volume = 1
	loads = 0
	readonly made: Sound[]

	constructor(made: Sound[] = []) {
		super()
		this.made = made
	}
	get ownerDocument() {
		return {
			createElement: () => {
				const sound = new Sound()
				this.made.push(sound)
				return sound
			}
		}
	}
	load(): void {
		this.loads++
		this.currentTime = 0
		this.paused = true
	}
	removeAttribute(): void {
		this.src = ''
	}
	play(): Promise<void> {
		this.paused = false
		return Promise.resolve()
	}
	pause(): void {
		this.paused = true
	}
	at(seconds: number): void {
		this.currentTime = seconds
		this.dispatchEvent(new Event('timeupdate'))
	}
}

function player(offset: number | null = null, length = 0) {
	globalThis.requestAnimationFrame ??= () => 0
	const sound = new Sound()
	const channels = offset === null ? [] : [{ id: 'o', offset: offset * 16_000 }]
	const kept = new Map<string, number>([['left', 4 * 16_000]])
	const preferences = createStore(() => ({ rate: 1, volume: 0.5, skipSilence: false }))
	const playback = createPlaybackStore(sound as unknown as HTMLAudioElement, {
		channelsOf: () => channels,
		silencesOf: () => [{ from: 10 * 16_000, to: 20 * 16_000 }],
		lengthOf: () => length * 16_000,
		positions: { of: id => kept.get(id) ?? 0, keep: (id, sample) => kept.set(id, sample) },
		preferences
	})
	return { sound, playback, kept, preferences }
}

test('what is only opened is not loaded; it is played from where it was left, and its place is kept', () => {
	const { sound, playback, kept } = player()
	playback.offer('left')
	assert.deepEqual([sound.src, playback.getState().sample], ['', 4 * 16_000])
	playback.seek('left', 6 * 16_000)
	assert.deepEqual([sound.src, kept.get('left')], ['', 6 * 16_000])
	playback.toggle('left')
	assert.match(sound.src, /left$/)
	assert.deepEqual([sound.currentTime, sound.volume], [6, 0.5])
	sound.at(12)
	assert.equal(kept.get('left'), 12 * 16_000)
	playback.offer('other')
	assert.equal(playback.getState().transcript, 'left')
	sound.dispatchEvent(new Event('ended'))
	assert.equal(kept.get('left'), 0)
})

test('silence is passed over where that is wanted; a loop goes round until somebody goes elsewhere', () => {
	const { sound, playback, preferences } = player()
	playback.play('t', 9 * 16_000)
	sound.at(11)
	assert.equal(sound.currentTime, 11)
	preferences.setState({ skipSilence: true })
	sound.at(11)
	assert.equal(sound.currentTime, 20)
	playback.setLoop('t', { from: 2 * 16_000, to: 5 * 16_000 })
	assert.equal(sound.currentTime, 2)
	sound.at(5)
	assert.equal(sound.currentTime, 2)
	playback.seek('t', 30 * 16_000)
	assert.equal(playback.getState().loop, null)
})

test('audio whose file became another is opened again where it broke off, once; then it is said', () => {
	const { sound, playback } = player()
	playback.play('t', 5 * 16_000)
	sound.at(8)
	sound.dispatchEvent(new Event('error'))
	assert.deepEqual([sound.loads, sound.currentTime, sound.paused, playback.getState().problem], [1, 8, false, null])
	sound.dispatchEvent(new Event('error'))
	assert.deepEqual([sound.loads, playback.getState().problem?.code], [1, 'audio-unplayable'])
})

test('audio that grew since it was opened, as that of a file that is being read, goes on behind its old end, and is gone to there', () => {
	const { sound, playback, kept } = player(null, 300)
	playback.play('t', 90 * 16_000)
	playback.seek('t', 200 * 16_000)
	assert.deepEqual([sound.loads, sound.currentTime, sound.paused], [1, 200, false])
	sound.duration = 250
	sound.at(250)
	sound.dispatchEvent(new Event('ended'))
	assert.deepEqual([sound.loads, sound.currentTime, sound.paused], [2, 250, false])
	// As far as can be told there is nothing more yet.
	sound.dispatchEvent(new Event('ended'))
	assert.deepEqual([sound.loads, kept.get('t')], [2, 0])
})

test('another channel plays along from where it begins, stops with the first, and is set right when it drifts', () => {
	const { sound, playback } = player(2)
	playback.play('t', 0)
	const [other] = sound.made
	if (other === undefined) throw new Error('There is no other channel.')
	assert.match(other.src, /\/audio\/o$/)
	sound.at(1)
	assert.equal(other.paused, true)
	sound.at(3)
	assert.deepEqual([other.paused, other.currentTime], [false, 1])
	other.currentTime = 1.05
	sound.at(3)
	assert.equal(other.currentTime, 1.05)
	other.currentTime = 1.6
	sound.at(3)
	assert.equal(other.currentTime, 1)
	playback.setRate(1.5)
	sound.at(4)
	assert.equal(other.playbackRate, 1.5)
	sound.pause()
	sound.dispatchEvent(new Event('pause'))
	assert.equal(other.paused, true)
	playback.stop()
	assert.equal(other.src, '')
})
