import assert from 'node:assert/strict'
import { existsSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import { kindOf } from '../../../native-bridge/kinds/registry.ts'
import { readMetadata } from './onnx-metadata.ts'
import { countLines, languagesIn, readable, recognise } from './recognise.ts'
import { onnxOf } from './test-onnx.ts'

const ORT = Buffer.from('....ORTM')
const whisper = { model_type: 'whisper-tiny', n_mels: '80' }
const zipformer = { model_type: 'zipformer2' }
const nemo = { model_type: 'EncDecRNNTBPEModel' }

const cases: [what: string, files: Record<string, Buffer>, means: string, roles: string][] = [
	[
		'Whisper in two precisions',
		{
			'tiny-encoder.onnx': onnxOf(whisper, 9_000),
			'tiny-encoder.int8.onnx': onnxOf(whisper),
			'tiny-decoder.onnx': onnxOf({}, 9_000),
			'tiny-decoder.int8.onnx': onnxOf({}),
			'tiny-tokens.txt': ORT
		},
		'sherpa-offline whisper',
		'encoder=tiny-encoder.int8.onnx decoder=tiny-decoder.int8.onnx tokens=tiny-tokens.txt'
	],
	[
		'Moonshine of 2026',
		{ 'encoder_model.ort': ORT, 'decoder_model_merged.ort': ORT, 'tokens.txt': ORT },
		'sherpa-offline moonshine',
		'encoder=encoder_model.ort decoder=decoder_model_merged.ort tokens=tokens.txt'
	],
	[
		'Moonshine of 2024',
		{
			'preprocess.onnx': onnxOf({}),
			'encode.int8.onnx': onnxOf({}),
			'uncached_decode.int8.onnx': onnxOf({}),
			'cached_decode.int8.onnx': onnxOf({}),
			'tokens.txt': ORT
		},
		'sherpa-offline moonshine-v1',
		'preprocessor=preprocess.onnx encoder=encode.int8.onnx uncached-decoder=uncached_decode.int8.onnx cached-decoder=cached_decode.int8.onnx tokens=tokens.txt'
	],
	[
		'Parakeet',
		{ 'encoder.int8.onnx': onnxOf(nemo), 'decoder.int8.onnx': onnxOf({}), 'joiner.int8.onnx': onnxOf({}), 'tokens.txt': ORT },
		'sherpa-offline nemo-transducer',
		'encoder=encoder.int8.onnx decoder=decoder.int8.onnx joiner=joiner.int8.onnx tokens=tokens.txt'
	],
	[
		'a transducer',
		{
			'encoder-epoch-99.onnx': onnxOf(zipformer),
			'decoder-epoch-99.onnx': onnxOf({}),
			'joiner-epoch-99.onnx': onnxOf({}),
			'tokens.txt': ORT
		},
		'sherpa-offline transducer',
		'encoder=encoder-epoch-99.onnx decoder=decoder-epoch-99.onnx joiner=joiner-epoch-99.onnx tokens=tokens.txt'
	],
	[
		'a streaming transducer',
		{
			'encoder.onnx': onnxOf({ ...zipformer, decode_chunk_len: '32' }),
			'decoder.onnx': onnxOf({}),
			'joiner.onnx': onnxOf({}),
			'tokens.txt': ORT
		},
		'sherpa-streaming transducer',
		'encoder=encoder.onnx decoder=decoder.onnx joiner=joiner.onnx tokens=tokens.txt'
	],
	[
		'a streaming Paraformer',
		{ 'encoder.onnx': onnxOf({ model_type: 'paraformer' }), 'decoder.onnx': onnxOf({}), 'tokens.txt': ORT },
		'sherpa-streaming paraformer',
		'encoder=encoder.onnx decoder=decoder.onnx tokens=tokens.txt'
	],
	[
		'Canary',
		{ 'encoder.onnx': onnxOf({ model_type: 'EncDecMultiTaskModel' }), 'decoder.onnx': onnxOf({}), 'tokens.txt': ORT },
		'sherpa-offline canary',
		'encoder=encoder.onnx decoder=decoder.onnx tokens=tokens.txt'
	],
	[
		'SenseVoice',
		{ 'model.int8.onnx': onnxOf({ model_type: 'sense_voice_ctc' }), 'tokens.txt': ORT },
		'sherpa-offline sense-voice',
		'model=model.int8.onnx tokens=tokens.txt'
	],
	[
		'Parakeet CTC',
		{ 'model.int8.onnx': onnxOf({ model_type: 'EncDecHybridRNNTCTCBPEModel' }), 'tokens.txt': ORT },
		'sherpa-offline nemo-ctc',
		'model=model.int8.onnx tokens=tokens.txt'
	],
	[
		'a streaming Zipformer CTC',
		{ 'model.onnx': onnxOf({ model_type: 'zipformer2', T: '45' }), 'tokens.txt': ORT },
		'sherpa-streaming zipformer-ctc',
		'model=model.onnx tokens=tokens.txt'
	],
	['no tokens', { 'model.int8.onnx': onnxOf({ model_type: 'sense_voice_ctc' }) }, 'model-unrecognised', ''],
	[
		'a transducer without its joiner, of a kind that has no other',
		{ 'encoder.onnx': onnxOf(zipformer), 'decoder.onnx': onnxOf({}), 'tokens.txt': ORT },
		'model-unrecognised',
		''
	],
	['a voice, not an ear', { 'model.onnx': onnxOf({ model_type: 'vits' }), 'tokens.txt': ORT }, 'model-unrecognised', ''],
	['a picture', { 'a.txt': ORT }, 'model-unrecognised', '']
]

async function recognised(context: TestContext, files: Record<string, Buffer>) {
	const folder = folderFor(context)
	for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
	return await recognise(folder, 'sherpa-onnx-thing-zh-en-2025.tar.bz2')
}

for (const [what, files, means, roles] of cases)
	test(`is it a model, and which: ${what}`, async context => {
		const found = await recognised(context, files)
		if (!found.ok) return assert.deepEqual([found.problem.code, ''], [means, roles])
		const { engine, kind } = found.value
		assert.deepEqual([`${engine} ${kind}`, found.value.files.map(file => `${file.role}=${file.name}`).join(' ')], [means, roles])
		assert.deepEqual(kindOf({ engine, kind })?.files.toSorted(), found.value.files.map(file => file.role).sort())
		assert.deepEqual([found.value.name, found.value.languages], ['thing-zh-en-2025', ['zh', 'en']])
	})

test('a name says the languages, if it does', () => {
	assert.deepEqual([languagesIn('my model.zip'), readable('.zip'), readable('x.tgz')], [['mul'], 'Model', 'x'])
})

test('what a model says of itself is read without its graph; of what is no model, nothing', async context => {
	const folder = folderFor(context)
	const path = join(folder, 'a.onnx')
	writeFileSync(path, onnxOf({ model_type: 'whisper-tiny', long: 'x'.repeat(5_000) }, 3_000_000))
	assert.deepEqual(
		[...((await readMetadata(path)) ?? [])].map(([key, value]) => [key, value.length]),
		[
			['model_type', 12],
			['long', 5_000]
		]
	)
	truncateSync(path, 1_000_000)
	assert.equal(await readMetadata(path), null)
	for (const other of ['', 'not what is expected\n'.repeat(100), '\xff'.repeat(100)]) {
		writeFileSync(path, other)
		assert.equal(await readMetadata(path), null)
	}
})

test('the model that came with Holdfast is recognised as what it is', async context => {
	const folder = join(import.meta.dirname, '../../../models/moonshine-tiny-en')
	if (!existsSync(folder)) return context.skip('it is not set up')
	const found = await recognise(folder, 'moonshine-tiny-en')
	assert.ok(found.ok)
	assert.deepEqual([found.value.kind, await countLines(join(folder, 'tokens.txt'))], ['moonshine', 32_768])
	assert.ok((await readMetadata(join(folder, 'encoder.onnx'))) !== null)
})
