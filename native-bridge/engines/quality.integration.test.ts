/** What comes of sound that is no speech, and of speech that is hard to hear. Word error rates are printed, for both tunings side by side. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Tuning } from '../protocol/messages.ts'
import type { LoadedEngine, Step, Tape } from './engine.ts'
import { sherpaOffline } from './sherpa-offline.ts'
import { nonSpeech, shifted, telephoned } from './test-sounds.ts'
import { clips, joined, MODELS, scaled } from './test-speech.ts'
import { spokenWords, wordErrorRate } from './word-error-rate.ts'

const TUNINGS: readonly Tuning[] = ['live', 'file']
const SEED = 5

let engine: LoadedEngine
before(async () => {
	const loaded = await sherpaOffline.load('moonshine-tiny-en', MODELS)
	if (!loaded.ok) throw new Error(`${loaded.problem.text} (npm run setup)`)
	engine = loaded.value
})

async function transcribe(audio: Int16Array, tuning: Tuning): Promise<Step[]> {
	const tape: Tape = {
		read: async (from, to) => audio.subarray(from, Math.min(to, audio.length)),
		available: () => ({ samples: audio.length, ended: true })
	}
	const steps: Step[] = []
	for (let cursor = 0; ; ) {
		const step = await engine.next(tape, cursor, { tuning }, { partial: null, crumb: () => {}, turn: (_, work) => work() })
		if (step.kind === 'end') return steps
		steps.push(step)
		cursor = step.cursor
	}
}

function textOf(steps: readonly Step[]): string {
	return steps.flatMap(step => (step.kind === 'segment' ? [step.segment.text] : [])).join(' ')
}

describe('nobody speaks', () => {
	for (const [what, audio] of nonSpeech(8, SEED)) {
		test(`${what}: no text and no gap, live or from a file (seed ${SEED})`, async () => {
			for (const tuning of TUNINGS) {
				const steps = await transcribe(audio, tuning)
				assert.deepEqual(
					steps.filter(step => step.kind !== 'silence'),
					[],
					tuning
				)
			}
		})
	}
})

describe('speech that is hard to hear', () => {
	const spoken = joined(clips(), [1])
	const said = clips()
		.map(clip => clip.said)
		.join(' ')
	const words = spokenWords(said).length

	/** `most`: words that may be wrong, of all. */
	const cases: ReadonlyArray<readonly [what: string, audio: Int16Array, most: number]> = [
		['as it was recorded', spoken, 3],
		['at -40 dB', scaled(spoken, -40), 3],
		['at -50 dB', scaled(spoken, -50), 4],
		['on a constant voltage of a third of full scale', shifted(scaled(spoken, -3), 0.3), 4],
		['through a telephone', telephoned(spoken), 6],
		['ten times too loud', scaled(spoken, 20), 4],
		['twenty times too loud', scaled(spoken, 26), 13]
	]
	for (const [what, audio, most] of cases) {
		test(`${what}: at most ${most} of ${words} words are wrong, live as from a file`, async context => {
			for (const tuning of TUNINGS) {
				const text = textOf(await transcribe(audio, tuning))
				const wrong = Math.round(wordErrorRate(said, text) * words)
				context.diagnostic(`${tuning}: ${wrong} of ${words} words wrong`)
				assert.ok(wrong <= most, `${tuning}: ${wrong} wrong in: ${text}`)
			}
		})
	}

	test('a hundred times too loud, a part of it is understood still', async context => {
		const rate = wordErrorRate(said, textOf(await transcribe(scaled(spoken, 40), 'live')))
		context.diagnostic(`live: ${Math.round(rate * words)} of ${words} words wrong`)
		assert.ok(rate < 0.75, String(rate))
	})

	test('case and punctuation are the model’s own', async () => {
		for (const step of await transcribe(spoken, 'live')) {
			if (step.kind === 'segment') assert.match(step.segment.text, /^[A-Z].*[a-z][.,?!]$/)
		}
	})
})
