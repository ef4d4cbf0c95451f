/** What each kind of model gives, by a small model of the kind, and what becomes of wishes. */
import assert from 'node:assert/strict'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { JournalReader } from '../journal/reader.ts'
import { kindOf } from '../kinds/registry.ts'
import type { Segment, Wishes } from '../protocol/messages.ts'
import { JournalTape } from '../worker/tape.ts'
import { type LoadedEngine, NO_WISHES, type Partial } from './engine.ts'
import { engineNamed } from './registry.ts'
import { smallModels } from './test-small-models.ts'
import { clips, joined, journalOf, temporaryFolder } from './test-speech.ts'

const SMALL = smallModels()
const SPEECH = joined(
	[clips()[2], clips()[3]].flatMap(clip => clip ?? []),
	[0.5, 1.5]
)

async function load(id: string, wishes: globalThis.Partial<Wishes> = {}, modelDir = SMALL.path) {
	const engine = engineNamed(SMALL.describe(id).engine) ?? assert.fail('an engine')
	return engine.load(id, modelDir, { ...NO_WISHES, ...wishes })
}

async function ready(id: string, wishes?: globalThis.Partial<Wishes>): Promise<LoadedEngine> {
	const loaded = await load(id, wishes)
	return loaded.ok ? loaded.value : assert.fail(loaded.problem.text)
}

async function hear(engine: LoadedEngine, audio = SPEECH, partial: ((partial: Partial) => void) | null = null): Promise<Segment[]> {
	using folder = temporaryFolder()
	const reader = new JournalReader(journalOf(folder.path, audio))
	const segments: Segment[] = []
	for (let cursor = 0; ; ) {
		const tape = new JournalTape(reader, audio.length, true)
		const step = await engine.next(tape, cursor, { tuning: 'live' }, { partial, crumb: () => {}, turn: (_, work) => work() })
		if (step.kind === 'segment') segments.push(step.segment)
		if (step.kind === 'end') break
		cursor = step.cursor
	}
	reader.close()
	assert.ok(segments.length > 0, 'no text')
	return segments
}

const textOf = (segments: readonly Segment[]) => segments.map(segment => segment.text).join(' ')

describe('what a kind of model gives is what its entry promises', () => {
	for (const id of SMALL.all().filter(id => !['small-rules', 'small-whisper-attention'].includes(id))) {
		test(id, async () => {
			const model = SMALL.describe(id)
			const { abilities } = kindOf(model) ?? assert.fail('a kind')
			for (const { times, confidence, language, text, words } of await hear(await ready(id))) {
				assert.deepEqual([times, confidence !== null], [abilities.times, abilities.confidence])
				assert.deepEqual(
					[...new Set(words.map(word => word.confidence !== undefined))],
					[abilities.confidence && abilities.times === 'exact']
				)
				assert.ok(abilities.detectsLanguage ? model.languages.includes(language) : [...model.languages, 'und'].includes(language), language)
				assert.doesNotMatch(text, /▁|@@|<\||<0x/)
			}
		})
	}

	test('Whisper with attention says where its words are', async () => {
		for (const { times } of await hear(await ready('small-whisper-attention'))) assert.equal(times, 'exact')
	})

	test('and who speaks faster than the library lets it write is heard to the end', async () => {
		for (const { words, from, to } of await hear(await ready('small-whisper-attention')))
			assert.ok(words.length > 8 * ((to - from) / 16_000), `${words.length} words in ${(to - from) / 16_000} s`)
	})
})

describe('languages', () => {
	test('the one that is wished for is told to a model that lets itself be told', async () => {
		const [heard] = await hear(await ready('small-whisper', { language: 'zh' }))
		assert.equal(heard?.language, 'zh')
		assert.equal((await hear(await ready('small-whisper')))[0]?.language, 'en')
		assert.equal((await hear(await ready('small-canary', { language: 'de' })))[0]?.language, 'de')
		assert.equal((await hear(await ready('small-canary')))[0]?.language, 'en')
	})

	test('one that it does not know, or can’t be told, is not passed on: the library would end the process', async () => {
		assert.deepEqual((await ready('small-whisper', { language: 'tlh' })).unheeded, ['language'])
		assert.deepEqual((await ready('small-nemo-transducer', { language: 'de' })).unheeded, ['language'])
	})
})

describe('punctuation and numbers', () => {
	test('a model beside the recogniser sets punctuation, and case', async () => {
		const chinese = textOf(await hear(await ready('small-paraformer')))
		assert.match(chinese, /[，。]/)
		const english = textOf(await hear(await ready('small-streaming-zipformer-ctc')))
		assert.match(english, /^[A-Z]\w*, [A-Z]\w*,/)
	})

	test('rules beside it write numbers as one writes them, unless that is not wanted; times are not called exact then', async () => {
		const [ruled, plain] = [await hear(await ready('small-rules')), await hear(await ready('small-rules', { numbers: false }))]
		assert.match(textOf(ruled), /\b(22|7th)/)
		assert.doesNotMatch(textOf(plain), /\d/)
		assert.equal(textOf(ruled).replaceAll('22', 'and').replaceAll('7th', 'the'), textOf(plain))
		assert.ok(ruled.some(({ times }) => times === 'estimated') && plain.every(({ times }) => times === 'exact'))
	})
})

describe('hotwords', () => {
	for (const id of ['small-transducer', 'small-streaming-transducer']) {
		test(`${id} hears a hotword more often`, async () => {
			const count = (segments: readonly Segment[]) => textOf(segments).match(/\bwas/g)?.length ?? 0
			const without = await hear(await ready(id))
			const engine = await ready(id, { hotwords: ['was', 'a/b: c'] })
			assert.deepEqual(engine.unheeded, ['numbers'])
			const withThem = await hear(engine)
			assert.ok(count(withThem) > count(without), `${count(withThem)} and ${count(without)}`)
		})
	}

	test('a model whose decoder has no preferences says so', async () => {
		for (const id of ['small-zipformer-ctc', 'small-whisper', 'small-streaming-paraformer'])
			assert.ok((await ready(id, { hotwords: ['was'] })).unheeded.includes('hotwords'), id)
	})
})

test('a streaming model tells words as they are spoken, and takes back none but the last', async () => {
	for (const id of SMALL.all('sherpa-streaming')) {
		const partials: Partial[] = []
		using folder = temporaryFolder()
		const reader = new JournalReader(journalOf(folder.path, SPEECH))
		let read = 0
		const tape = new JournalTape(reader, SPEECH.length, true)
		const following = {
			read: async (from: number, to: number) => {
				read = Math.max(read, to)
				return tape.read(from, to)
			},
			available: () => ({ samples: read, ended: false })
		}
		const engine = await ready(id)
		const step = await engine.next(
			following,
			0,
			{ tuning: 'live' },
			{ partial: p => partials.push(p), crumb: () => {}, turn: (_, work) => work() }
		)
		reader.close()
		assert.ok(partials.length >= 4, `${id}: ${partials.length}`)
		for (const [i, { firm, from, to }] of partials.entries()) {
			assert.ok(firm.startsWith(partials[i - 1]?.firm ?? ''), `${id}: “${partials[i - 1]?.firm}” then “${firm}”`)
			assert.ok(from < to && to <= step.cursor + 32_000)
		}
	}
})

test('speech without a pause is cut into segments of at most 20 s, by a streaming model too', async () => {
	const tight = clips().map(({ audio }) => ({ audio: audio.subarray(6_400, audio.length - 1_600) }))
	const segments = await hear(await ready('small-streaming-transducer'), joined([...tight, ...tight], [0]))
	assert.ok(segments.length >= 2)
	for (const { from, to } of segments) assert.ok(to - from <= 21 * 16_000, String((to - from) / 16_000))
})

test('a file that is not there is a sentence, for each kind and each file', async () => {
	using folder = temporaryFolder()
	SMALL.copyTo(folder.path)
	for (const id of SMALL.all()) {
		for (const { name } of SMALL.describe(id).files) {
			const path = join(folder.path, id, name)
			renameSync(path, `${path}.away`)
			const gone = await load(id, {}, folder.path)
			assert.ok(!gone.ok && gone.problem.code === 'model-missing', `${id}/${name}`)
			writeFileSync(path, 'x')
			const other = await load(id, {}, folder.path)
			assert.ok(!other.ok && other.problem.code === 'model-size', `${id}/${name}`)
			renameSync(`${path}.away`, path)
		}
	}
})
