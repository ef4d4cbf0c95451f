import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import type { Mark } from '../../electron/contract/records.ts'
import type { Problem } from '../api/problem.ts'
import { stepRecording } from './machine.ts'
import { plainOptions } from './recorder.ts'
import { newRecording, type Recording } from './recording.ts'
import type { RecordingEffect, RecordingInput } from './recording-messages.ts'
import { askOf } from './shown-recording.ts'

const CHUNK_MS = (MICROPHONE.chunkSamples / MICROPHONE.sampleRate) * 1000
const MS = MICROPHONE.sampleRate / 1000
const TICK_MS = 250

/** What a device hears at a moment of the steady clock: never silence, and another at each ms of half a minute. */
export function soundAt(ms: number): number {
	return (Math.floor(ms) % 30_000) + 1
}

interface Device {
	on: boolean
	/** Heard up to here. */
	heardTo: number
	/** How late its chunks come, ms. */
	delay: number
}

/** A page that records, its devices and its main, in a time that only a test moves. */
export class World {
	/** Steady clock, ms. */
	at = 1_000_000
	/** What the wall clock is ahead of it, ms. */
	wallAhead = 1_700_000_000_000
	recording: Recording
	readonly devices = new Map<number, Device>()
	readonly effects: RecordingEffect[] = []
	/** What main has on disk, its marks and gaps. */
	readonly journals = new Map<string, number[]>()
	readonly marks = new Map<string, Mark & { recording: string }>()
	readonly gaps = new Map<string, { recording: string; from: number; to: number; cause: string }>()
	readonly begun: NonNullable<ReturnType<typeof askOf>>[] = []
	readonly closed: string[] = []
	over: Problem | null | undefined
	/** Whether the line to main works. */
	up = true
	/** Whether main's disk is full, and how many frames it has refused. */
	full = false
	refused = 0
	/** Why a device can't be opened; null: it can, after `openMs`. */
	refusal: Problem | null = null
	openMs = 100
	/** Times in ms at which devices were asked for. */
	readonly opens: number[] = []
	readonly #later: { at: number; input: () => void }[] = []
	/** To be done, in order: an answer comes behind what is on its way. */
	readonly #due: RecordingEffect[] = []
	#runs = false
	#ids = 0

	constructor(recording?: (moment: ReturnType<World['moment']>) => Recording) {
		this.recording =
			recording?.(this.moment()) ?? newRecording({ title: 'A talk', options: plainOptions(null), device: 'Mic', up: true }, this.moment())
		if (!recording) this.devices.set(0, { on: true, heardTo: this.at, delay: 20 })
	}

	moment() {
		return { at: this.at, wall: this.at + this.wallAhead, newId: () => `00000000-0000-4000-8000-${String(++this.#ids).padStart(12, '0')}` }
	}

	get id(): string {
		return this.recording.sources[0]?.recording ?? ''
	}

	journal(recording = this.id): number[] {
		return this.journals.get(recording) ?? []
	}

	do(input: RecordingInput): void {
		const [next, effects] = stepRecording(this.recording, input, this.moment())
		this.recording = next
		this.effects.push(...effects)
		this.#due.push(...effects)
		if (this.#runs) return
		this.#runs = true
		for (let effect = this.#due.shift(); effect; effect = this.#due.shift()) this.#run(effect)
		this.#runs = false
	}

	/** Time passes: devices are heard, the page ticks. */
	pass(ms: number): void {
		for (const end = this.at + ms; this.at < end; ) {
			this.at += 10
			for (const due of this.#later.filter(each => each.at <= this.at)) {
				this.#later.splice(this.#later.indexOf(due), 1)
				due.input()
			}
			this.#deliver()
			if (this.at % TICK_MS === 0) this.do({ type: 'tick' })
		}
	}

	/** The page and its audio stand still; of what was said meanwhile the last `kept` ms come in a burst. */
	freeze(ms: number, kept = 0): void {
		this.at += ms
		for (const device of this.devices.values()) device.heardTo = Math.max(device.heardTo, this.at - kept)
		this.pass(10)
	}

	/** The device gives nothing, and says nothing of it. */
	off(key = 0): void {
		const device = this.devices.get(key)
		if (device) device.on = false
	}

	/** It gives again what is said from now on. */
	on(key = 0): void {
		this.devices.set(key, { on: true, heardTo: this.at, delay: this.devices.get(key)?.delay ?? 20 })
	}

	/** Unplugged. */
	unplug(key = 0): void {
		this.devices.delete(key)
		this.do({ type: 'ended', key })
	}

	lineLost(): void {
		this.up = false
		this.do({ type: 'line-lost' })
	}

	lineUp(): void {
		this.up = true
		this.do({ type: 'line-up' })
	}

	/** Runs of silence in a journal, `[from, to]` in samples. */
	silences(recording = this.id): [number, number][] {
		const runs: [number, number][] = []
		this.journal(recording).forEach((sample, i) => {
			if (sample !== 0) return
			const last = runs.at(-1)
			if (last && last[1] === i) last[1] = i + 1
			else runs.push([i, i + 1])
		})
		return runs
	}

	toldGaps(recording = this.id): [number, number][] {
		return [...this.gaps.values()].filter(gap => gap.recording === recording).map(gap => [gap.from, gap.to])
	}

	#deliver(): void {
		for (const [key, device] of this.devices) {
			while (device.on && this.at - device.delay - device.heardTo >= CHUNK_MS) {
				const from = device.heardTo
				device.heardTo += CHUNK_MS
				this.do({ type: 'chunk', key, samples: Int16Array.from({ length: MICROPHONE.chunkSamples }, (_, i) => soundAt(from + i / MS)) })
			}
		}
	}

	#run(effect: RecordingEffect) {
		switch (effect.type) {
			case 'open': {
				this.opens.push(this.at)
				const { refusal } = this
				const input = refusal
					? () => this.do({ type: 'not-opened', key: effect.key, problem: refusal })
					: () => {
							this.do({ type: 'opened', key: effect.key, device: effect.microphone ?? 'Mic', held: false })
							this.on(effect.key)
						}
				this.#later.push({ at: this.at + this.openMs, input })
				return
			}
			case 'release':
				this.devices.delete(effect.key)
				return
			case 'ask': {
				const asked = askOf(this.recording, effect.key)
				if (!this.up || !asked) return
				const { recording } = asked
				this.begun.push(asked)
				if (!this.journals.has(recording)) this.journals.set(recording, [])
				return this.do({
					type: 'audio',
					recording,
					input: { type: 'started', samples: this.journal(recording).length, at: this.moment().wall }
				})
			}
			case 'send': {
				const journal = this.journals.get(effect.recording)
				if (!this.up || !journal) return
				if (this.full || effect.from > journal.length) {
					this.refused++
					const problem = { code: 'disk-full', facts: {}, text: 'The disk is full.' }
					return this.do({ type: 'audio', recording: effect.recording, input: { type: 'not-saved', problem } })
				}
				journal.push(...effect.samples.slice(journal.length - effect.from))
				const saved = { type: 'saved' as const, samples: journal.length, at: this.moment().wall }
				return this.do({ type: 'audio', recording: effect.recording, input: saved })
			}
			case 'tell': {
				if (!this.up) return
				const { note } = effect
				if (note.type === 'mark') this.marks.set(note.mark.id, { ...note.mark, recording: note.recording })
				if (note.type === 'no-mark') this.marks.delete(note.mark)
				if (note.type === 'gap') this.gaps.set(`${note.recording} ${note.from}`, note)
				return this.do({ type: 'note-answered', n: effect.n, problem: null })
			}
			case 'retry':
				this.#later.push({
					at: this.at + effect.ms,
					input: () => this.do({ type: 'audio', recording: effect.recording, input: { type: 'retry' } })
				})
				return
			case 'close':
				if (!this.up) return
				this.closed.push(effect.recording)
				return this.do({ type: 'close-answered', key: effect.key, problem: null })
			case 'over':
				this.over = effect.problem
				return
			default:
				return
		}
	}
}

/** What a journal of seconds of sound from the steady clock's `from` on holds, in samples. */
export function soundOf(from: number, ms: number): number[] {
	return Array.from({ length: ms * MS }, (_, i) => soundAt(from + i / MS))
}

/** Each place of the journal holds what was said at its own time, but for silence; `skipped`: what the journal has nothing of, by place. */
export function standsAtItsTime(world: World, from: number, skips: readonly { sample: number; ms: number }[] = [], tolerance = 0): void {
	const wrong: string[] = []
	world.journal().forEach((sample, i) => {
		if (sample === 0) return
		const skipped = skips.filter(skip => i >= skip.sample).reduce((sum, skip) => sum + skip.ms, 0)
		const late = Math.abs(sample - soundAt(from + i / 16 + skipped))
		if (late > tolerance && late < 30_000 - tolerance) wrong.push(`${i}: ${sample}`)
	})
	if (wrong.length > 0) throw new Error(`Not at their time: ${wrong.slice(0, 3).join(', ')}`)
}

/** All that nobody heard is silence, and all silence is named. */
export function silenceIsNamed(world: World, recording = world.id): void {
	const told = world.toldGaps(recording)
	for (const [from, to] of world.silences(recording))
		if (!told.some(gap => gap[0] <= from && gap[1] >= to)) throw new Error(`Silence ${from}–${to} is in none of ${JSON.stringify(told)}.`)
}
