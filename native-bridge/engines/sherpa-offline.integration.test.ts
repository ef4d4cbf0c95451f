import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { JournalReader } from '../journal/reader.ts'
import { samplesOf, secondsOf } from '../protocol/units.ts'
import { JournalTape } from '../worker/tape.ts'
import type { LoadedEngine, Step, Tape } from './engine.ts'
import { sherpaOffline } from './sherpa-offline.ts'
import { clips, joined, journalOf, MODELS, scaled, temporaryFolder, whiteNoise } from './test-speech.ts'
import { spokenWords, wordErrorRate } from './word-error-rate.ts'

describe('Moonshine tiny on real speech', () => {
	let engine: LoadedEngine
	before(async () => {
		const loaded = await sherpaOffline.load('moonshine-tiny-en', MODELS)
		if (!loaded.ok) throw new Error(`${loaded.problem.text} (npm run setup)`)
		engine = loaded.value
	})

	/** Steps over the whole audio. */
	async function transcribe(audio: Int16Array, tuning: 'live' | 'file'): Promise<Step[]> {
		using folder = temporaryFolder()
		const reader = new JournalReader(journalOf(folder.path, audio))
		const tape = new JournalTape(reader, audio.length, true)
		const steps: Step[] = []
		for (let cursor = 0; ; ) {
			const step = await engine.next(tape, cursor, { tuning }, { partial: null, crumb: () => {}, turn: (_, work) => work() })
			if (step.kind === 'end') break
			steps.push(step)
			cursor = step.cursor
		}
		reader.close()
		return steps
	}

	test('the five clips one by one: at most 4 % of the words are wrong', async () => {
		let wrong = 0
		let words = 0
		for (const { audio, said } of clips()) {
			const count = spokenWords(said).length
			words += count
			wrong += wordErrorRate(said, textOf(await transcribe(audio, 'file'))) * count
		}
		assert.ok(wrong / words <= 0.04, `${wrong} of ${words}`)
	})

	for (const tuning of ['live', 'file'] as const) {
		test(`the clips joined, at ${tuning} tuning: at most 4 % wrong`, async () => {
			const said = clips()
				.map(clip => clip.said)
				.join(' ')
			const rate = wordErrorRate(said, textOf(await transcribe(joined(clips(), [1]), tuning)))
			assert.ok(rate <= 0.04, String(rate))
		})
	}

	test('a glimpse goes on with the text that is shown, and changes nothing that is final', async () => {
		const clip = clips()[0] ?? assert.fail('a clip')
		using folder = temporaryFolder()
		const calm = textOf(await transcribe(clip.audio, 'live'))
		const reader = new JournalReader(journalOf(folder.path, clip.audio))
		const hooks = { partial: null, crumb: () => {}, turn: <T>(_: string, work: () => Promise<T>) => work() }
		const glimpse = (shownTo: number, to: number, text: string) =>
			engine.glimpse?.(new JournalTape(reader, to, false), { from: 0, to: shownTo, text }, hooks) ?? null
		// What the model says of the first 4.1 s, and 5.1 s of audio: the words between are heard, the others kept.
		const seen = await glimpse(samplesOf(4.1), samplesOf(5.1), 'And Mr. John Dashwood had then leisure to consider')
		assert.ok(seen)
		const said = spokenWords(`${seen.firm} ${seen.faint}`)
		const whole = spokenWords(calm)
		assert.deepEqual(said.slice(0, 6), whole.slice(0, 6))
		assert.ok(said.length >= 9, said.join(' '))
		assert.equal(await glimpse(samplesOf(1), samplesOf(6), 'And Mr.'), null, 'with so much new a usual look is as good')
		await engine.warmUp?.()
		assert.equal(textOf(await transcribe(clip.audio, 'live')), calm)
		reader.close()
	})

	test('what is listened to early in a pause is not decoded again when the pause closes it, and says the same', async () => {
		const clip = clips()[1] ?? assert.fail('a clip')
		const audio = joined([clip, { audio: new Int16Array(samplesOf(1)) }], [0.5])
		const calm = await transcribe(audio, 'live')
		let read = 0
		const tape: Tape = {
			read: async (from, to) => {
				read = Math.max(read, Math.min(to, audio.length))
				return audio.subarray(from, read)
			},
			available: () => ({ samples: read, ended: false })
		}
		const turns: string[] = []
		const step = await engine.next(
			tape,
			0,
			{ tuning: 'live' },
			{
				partial: () => {},
				crumb: () => {},
				turn: (urgency, work) => {
					turns.push(urgency)
					return work()
				}
			}
		)
		assert.deepEqual(step, calm[0])
		// A machine that is very busy may not listen early.
		assert.equal(turns.includes('final'), !turns.includes('early'), turns.join(' '))
	})

	test('speech at -40 dB is understood as well as before', async () => {
		const said = clips()
			.map(clip => clip.said)
			.join(' ')
		const rate = wordErrorRate(said, textOf(await transcribe(scaled(joined(clips(), [1]), -40), 'live')))
		assert.ok(rate <= 0.05, String(rate))
	})

	test('quiet speech is heard although there was a loud click just before it', async () => {
		const [clip] = clips()
		assert.ok(clip)
		const audio = joined([{ audio: scaled(clip.audio, -40) }], [1])
		audio.fill(25_000, samplesOf(0.5), samplesOf(0.51))
		assert.ok(wordErrorRate(clip.said, textOf(await transcribe(audio, 'live'))) <= 0.1)
	})

	test('speech without a pause is cut into segments of at most 20 s', async () => {
		// The clips themselves, without the silence at their ends.
		const tight = clips().map(({ audio }) => ({ audio: audio.subarray(samplesOf(0.4), audio.length - samplesOf(0.1)) }))
		const steps = await transcribe(joined([...tight, ...tight], [0]), 'file')
		const lengths = steps.flatMap(step => (step.kind === 'segment' ? [secondsOf(step.segment.to - step.segment.from)] : []))
		assert.ok(lengths.length >= 3 && lengths.every(length => length <= 20), lengths.join(' '))
		assert.ok(spokenWords(textOf(steps)).length >= 120)
	})

	for (const [what, audio] of [
		['digital silence', new Int16Array(samplesOf(60))],
		['white noise at -20 dB', whiteNoise(samplesOf(60), -20, 1)],
		['white noise at -60 dB', whiteNoise(samplesOf(60), -60, 2)]
	] as const) {
		test(`a minute of ${what} is silence: no text, no gap, and the cursor moves`, async () => {
			const steps = await transcribe(audio, 'live')
			assert.deepEqual([...new Set(steps.map(step => step.kind))], ['silence'])
			assert.ok(steps.length >= 3)
		})
	}

	test('many voices at once are a gap that is shown, or text, never silence', async () => {
		const voices = [0, 1, 2, 3, 4, 0, 1].map((n, i) => joined([...clips().slice(n), ...clips().slice(0, n)], [i * 0.13]))
		const babble = new Int16Array(samplesOf(15)).map((_, i) => voices.reduce((sum, voice) => sum + (voice[i] ?? 0) * 0.4, 0))
		const steps = await transcribe(babble, 'live')
		assert.ok(steps.some(step => step.kind !== 'silence'))
	})

	test('words lie where they are spoken: nothing before the speech begins, and the last ends with it', async () => {
		const [clip] = clips()
		assert.ok(clip)
		const [step] = (await transcribe(joined([clip], [2]), 'live')).filter(step => step.kind === 'segment')
		assert.ok(step)
		const { words } = step.segment
		assert.ok(secondsOf(words[0]?.from ?? 0) > 2.2)
		assert.ok(secondsOf(words.at(-1)?.to ?? 0) > 8.5)
		assert.equal(step.segment.confidence, null)
	})
})

describe('a model that is no good is a sentence, not a death', () => {
	/** A models folder like the real one, but for one file. */
	async function loadWith(change: (folder: string) => void): Promise<string> {
		using folder = temporaryFolder()
		cpSync(MODELS, folder.path, { recursive: true })
		change(folder.path)
		const loaded = await sherpaOffline.load('moonshine-tiny-en', folder.path)
		assert.ok(!loaded.ok)
		assert.match(loaded.problem.text, /Fetch the model again\.$/)
		return loaded.problem.code
	}
	const file = (folder: string, name: string) => join(folder, 'moonshine-tiny-en', name)

	test('an empty file', async () => {
		assert.equal(await loadWith(folder => writeFileSync(file(folder, 'encoder.onnx'), '')), 'model-empty')
	})

	test('a file cut short', async () => {
		const code = await loadWith(folder =>
			writeFileSync(file(folder, 'encoder.onnx'), readFileSync(file(MODELS, 'encoder.onnx')).subarray(0, 1_000_000))
		)
		assert.equal(code, 'model-changed')
	})

	test('a file that is not what it should be, where nobody said what that is', async () => {
		const code = await loadWith(folder => {
			const described = JSON.parse(readFileSync(file(MODELS, 'model.json'), 'utf8'))
			const files = described.files.map(({ role, name }: { role: string; name: string }) => ({ role, name }))
			writeFileSync(file(folder, 'model.json'), JSON.stringify({ ...described, files }))
			writeFileSync(file(folder, 'encoder.onnx'), 'no network')
		})
		assert.equal(code, 'model-damaged')
	})

	test('a list of tokens with a line too few', async () => {
		const lines = readFileSync(file(MODELS, 'tokens.txt'), 'utf8').split('\n').slice(1).join('\n')
		assert.equal(await loadWith(folder => writeFileSync(file(folder, 'tokens.txt'), lines)), 'model-tokens')
	})

	test('a detector that is empty', async () => {
		assert.equal(await loadWith(folder => writeFileSync(join(folder, 'silero-vad', 'silero_vad.onnx'), '')), 'model-empty')
	})

	test('a model that is not there', async () => {
		const loaded = await sherpaOffline.load('whisper-huge', MODELS)
		assert.ok(!loaded.ok)
		assert.equal(loaded.problem.code, 'model-missing')
	})

	test('a description that can’t be read', async () => {
		assert.equal(await loadWith(folder => writeFileSync(file(folder, 'model.json'), '{')), 'model-damaged')
	})

	test('a model of a kind that this Holdfast does not know', async () => {
		using folder = temporaryFolder()
		cpSync(MODELS, folder.path, { recursive: true })
		const described = JSON.parse(readFileSync(file(MODELS, 'model.json'), 'utf8'))
		writeFileSync(file(folder.path, 'model.json'), JSON.stringify({ ...described, kind: 'oracle' }))
		const loaded = await sherpaOffline.load('moonshine-tiny-en', folder.path)
		assert.ok(!loaded.ok)
		assert.deepEqual([loaded.problem.code, loaded.problem.facts.kind], ['model-unknown', 'sherpa-offline, oracle'])
	})
})

function textOf(steps: readonly Step[]): string {
	return steps.flatMap(step => (step.kind === 'segment' ? [step.segment.text] : [])).join(' ')
}
