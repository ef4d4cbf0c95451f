/** Sounds for tests, made of nothing but arithmetic and a seed: what a microphone hears when nobody speaks, and what is done to speech on its way. */
import { SAMPLE_RATE, samplesOf } from '../protocol/units.ts'
import { whiteNoise } from './test-speech.ts'

/** So many seconds of each sound that no text may come of. */
export function nonSpeech(seconds: number, seed: number): ReadonlyArray<readonly [what: string, audio: Int16Array]> {
	const n = samplesOf(seconds)
	const white = (db: number) => whiteNoise(n, db, seed)
	const tone = (hz: number, at: number) => Math.sin((2 * Math.PI * hz * at) / SAMPLE_RATE)
	const sum = (hz: readonly number[], at: number) => hz.reduce((all, one) => all + tone(one, at), 0) / hz.length
	/** A voice of an instrument: overtones that fade, anew each so many seconds. */
	const struck = (hz: readonly number[], at: number, every: number) => {
		const t = at % samplesOf(every)
		return (
			sum(
				hz.flatMap(one => [one, one * 2, one * 3]),
				at
			) * Math.exp(-t / samplesOf(every / 3))
		)
	}
	const made = (peak: number, wave: (at: number) => number) =>
		Int16Array.from({ length: n }, (_, at) => Math.round(32_767 * peak * Math.max(-1, Math.min(1, wave(at)))))
	const noise = (cut: number) => unit(lowPassed(white(-10), cut))
	const [low, lower, hiss] = [noise(0.08), noise(0.02), noise(0.9)]
	const inTurn = (lengths: readonly number[], at: number) => {
		const period = lengths.reduce((all, one) => all + one, 0)
		let t = (at / SAMPLE_RATE) % period
		for (const [i, length] of lengths.entries()) {
			if (t < length) return { i, t, length }
			t -= length
		}
		return { i: 0, t: 0, length: 1 }
	}
	const DTMF = [
		[697, 1209],
		[770, 1336],
		[852, 1477],
		[941, 1336]
	]
	const CHORDS = [
		[261.6, 329.6, 392],
		[220, 261.6, 329.6],
		[174.6, 220, 261.6],
		[196, 246.9, 293.7]
	]
	return [
		['digital silence', new Int16Array(n)],
		...[-60, -40, -20, -6].map(db => [`white noise at ${db} dB`, white(db)] as const),
		...[-40, -20, -6].map(db => [`pink noise at ${db} dB`, pink(white(0), db)] as const),
		['mains hum with its overtones', made(0.1, at => sum([50, 100, 150, 250], at))],
		['hum so faint that it is turned up', made(0.002, at => sum([50, 100, 150], at))],
		['a tone', made(0.3, at => tone(1_000, at))],
		['a dialled number', made(0.4, at => (inTurn([0.1, 0.1], at).i === 0 ? sum(DTMF[Math.floor(at / 3_200) % 4] ?? [], at) : 0))],
		['chords', made(0.5, at => struck(CHORDS[Math.floor(at / samplesOf(1)) % 4] ?? [], at, 1))],
		['a tune', made(0.4, at => struck([[262, 294, 330, 349, 392, 440][Math.floor(at / samplesOf(0.3)) % 6] ?? 262], at, 0.3))],
		['a tone that trembles', made(0.3, at => Math.sin(2 * Math.PI * ((440 * at) / SAMPLE_RATE + 1.2 * tone(5.5, at))))],
		['a siren', made(0.3, at => Math.sin(2 * Math.PI * ((900 * at) / SAMPLE_RATE + 60 * tone(0.5, at))))],
		['a car’s horn', made(0.6, at => (inTurn([0.6, 0.9], at).i === 0 ? sum([420, 500, 840, 1_000, 1_260, 1_500], at) : 0))],
		['clicks', made(0.9, at => (at % samplesOf(0.7) < 12 ? (at % 2 === 0 ? 1 : -1) : 0))],
		['a keyboard', made(0.4, at => (hiss[at] ?? 0) * Math.exp(-inTurn([0.13, 0.21, 0.09, 0.33], at).t / 0.012))],
		['breathing', made(0.05, at => (low[at] ?? 0) * Math.max(0, tone(0.3, at)) ** 2)],
		['wind', made(0.5, at => (lower[at] ?? 0) * (0.6 + 0.4 * tone(0.17, at)))],
		['thunder', made(0.8, at => (lower[at] ?? 0) * Math.exp(-inTurn([4], at).t))],
		['rain with a click now and then', made(0.3, at => 0.2 * (hiss[at] ?? 0) + (at % samplesOf(1.3) < 30 ? 0.8 : 0))]
	]
}

/** Shifted by a part of full scale, as a bad microphone does. */
export function shifted(audio: Int16Array, by: number): Int16Array {
	return audio.map(s => Math.max(-32_768, Math.min(32_767, s + Math.round(by * 32_768))))
}

/** Only what a telephone carries: 300–3400 Hz, and each sample in eight bits of mu-law. */
export function telephoned(audio: Int16Array): Int16Array {
	const high = lowPassed(lowPassed(lowPassed(audio, 0.72), 0.72), 0.72)
	const bass = lowPassed(audio, 0.11)
	return audio.map((_, i) => {
		const x = Math.max(-1, Math.min(1, ((high[i] ?? 0) - (bass[i] ?? 0)) / 32_768))
		const code = Math.round((Math.sign(x) * Math.log1p(255 * Math.abs(x)) * 127) / Math.log(256))
		return Math.round((Math.sign(code) * (256 ** (Math.abs(code) / 127) - 1) * 32_767) / 255)
	})
}

/** One pole: `share` of what is new, 0 (nothing passes) … 1 (everything). */
function lowPassed(audio: Int16Array, share: number): Int16Array {
	let held = 0
	return audio.map(s => {
		held += (s - held) * share
		return Math.round(held)
	})
}

function unit(audio: Int16Array): Float32Array {
	const peak = audio.reduce((most, s) => Math.max(most, Math.abs(s)), 1)
	return Float32Array.from(audio, s => s / peak)
}

/** Three octaves down by 10 dB, as near as three poles come (Kellet's economy filter), at a root mean square of `db`. */
function pink(white: Int16Array, db: number): Int16Array {
	let [a, b, c] = [0, 0, 0]
	const shaped = Float32Array.from(white, w => {
		a = 0.99765 * a + w * 0.099046
		b = 0.963 * b + w * 0.2965164
		c = 0.57 * c + w * 1.0526913
		return a + b + c + w * 0.1848
	})
	const rms = Math.sqrt(shaped.reduce((sum, s) => sum + s * s, 0) / shaped.length)
	const gain = (32_768 * 10 ** (db / 20)) / rms
	return Int16Array.from(shaped, s => Math.max(-32_768, Math.min(32_767, Math.round(s * gain))))
}
