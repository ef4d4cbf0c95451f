/**
 * Small models of every kind that Holdfast loads, for tests: graphs of the right inputs, outputs and metadata, a few kilobytes each. They hear
 * where there is sound and how it sounds, and say a syllable to it; no words of any language.
 *
 *     node build/small-models/make.ts <folder>
 *
 * writes a folder with its model.json for each, named as in `SMALL_MODELS`, as they lie in a models folder.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canary, fireRed, moonshine, moonshineV1, whisper } from './attention.ts'
import { dolphin, fireRedCtc, nemoCtc, omnilingual, paraformer, senseVoice, zipformerCtc } from './ctc.ts'
import { replacing } from './fst.ts'
import { cnnBilstm, ctTransformer } from './punctuation.ts'
import type { SmallModel } from './small-model.ts'
import { speakers } from './speakers.ts'
import { streamingParaformer, streamingTransducer, streamingZipformerCtc } from './streaming.ts'
import { nemoTransducer, transducer } from './transducers.ts'

const [ONE, TWO, THREE] = [
	{ 'model.onnx': 'model', 'tokens.txt': 'tokens' },
	{ 'encoder.onnx': 'encoder', 'decoder.onnx': 'decoder', 'tokens.txt': 'tokens' },
	{ 'encoder.onnx': 'encoder', 'decoder.onnx': 'decoder', 'joiner.onnx': 'joiner', 'tokens.txt': 'tokens' }
] as const
const FOUR = {
	'preprocess.onnx': 'preprocessor',
	'encode.onnx': 'encoder',
	'uncached_decode.onnx': 'uncached-decoder',
	'cached_decode.onnx': 'cached-decoder',
	'tokens.txt': 'tokens'
} as const

const offline = (
	kind: string,
	languages: readonly string[],
	roles: SmallModel['roles'],
	files: SmallModel['files'],
	more = {}
): SmallModel => ({
	engine: 'sherpa-offline',
	kind,
	languages,
	roles,
	files,
	more
})
const streaming = (...rest: Parameters<typeof offline>): SmallModel => ({ ...offline(...rest), engine: 'sherpa-streaming' })

/** By the name of the folder. */
export const SMALL_MODELS: Readonly<Record<string, SmallModel>> = {
	'small-moonshine': offline('moonshine', ['en'], TWO, moonshine, { segmentSeconds: 8 }),
	'small-moonshine-v1': offline('moonshine-v1', ['en'], FOUR, moonshineV1),
	'small-whisper': offline('whisper', ['en', 'zh'], TWO, () => whisper(false)),
	'small-whisper-attention': offline('whisper', ['en', 'zh'], TWO, () => whisper(true), { attention: true }),
	'small-transducer': offline('transducer', ['en'], { ...THREE, 'bpe.vocab': 'bpe-vocab' }, transducer, { modelingUnit: 'bpe' }),
	'small-nemo-transducer': offline('nemo-transducer', ['en', 'de'], THREE, nemoTransducer),
	'small-zipformer-ctc': offline('zipformer-ctc', ['en'], ONE, zipformerCtc),
	'small-nemo-ctc': offline('nemo-ctc', ['en'], ONE, nemoCtc),
	'small-sense-voice': offline('sense-voice', ['zh', 'en', 'ja', 'ko', 'yue'], ONE, senseVoice),
	'small-paraformer': offline('paraformer', ['zh', 'en'], { ...ONE, 'punctuation.onnx': 'punctuation' }, () => ({
		...paraformer(),
		...ctTransformer()
	})),
	'small-canary': offline('canary', ['en', 'es', 'de', 'fr'], TWO, canary),
	'small-dolphin': offline('dolphin', ['zh', 'ja'], ONE, dolphin),
	'small-fire-red': offline('fire-red', ['zh', 'en'], TWO, fireRed),
	'small-fire-red-ctc': offline('fire-red-ctc', ['zh', 'en'], ONE, fireRedCtc),
	'small-omnilingual': offline('omnilingual', ['en', 'ru', 'ko'], ONE, omnilingual),
	/** The CTC model with rules for numbers. */
	'small-rules': offline('zipformer-ctc', ['en'], { ...ONE, 'rules.fst': 'rule-fst' }, () => ({
		...zipformerCtc(),
		'rules.fst': replacing({ and: '22', the: '7th' })
	})),
	'small-streaming-transducer': streaming('transducer', ['en'], { ...THREE, 'bpe.vocab': 'bpe-vocab' }, streamingTransducer, {
		modelingUnit: 'bpe'
	}),
	'small-streaming-paraformer': streaming('paraformer', ['zh', 'en'], TWO, streamingParaformer),
	'small-streaming-zipformer-ctc': streaming(
		'zipformer-ctc',
		['en'],
		{ ...ONE, 'punct.onnx': 'punctuation-cnn', 'punct.vocab': 'punctuation-vocab' },
		() => ({ ...streamingZipformerCtc(), ...cnnBilstm() })
	),
	/** Writes no text: tells a dark voice from a bright one. */
	'small-speakers': {
		...offline('pyannote', ['mul'], { 'segmentation.onnx': 'segmentation', 'embedding.onnx': 'embedding' }, speakers),
		engine: 'sherpa-speakers'
	}
}

/** Writes the folder of one, with its model.json, into a models folder. */
export function writeSmallModel(modelsDir: string, id: string, { engine, kind, languages, roles, files: make, more }: SmallModel): void {
	const folder = join(modelsDir, id)
	mkdirSync(folder, { recursive: true })
	const files = make()
	for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
	const described = {
		name: `Small ${kind}${engine === 'sherpa-streaming' ? ', streaming' : ''}`,
		engine,
		kind,
		languages,
		files: Object.entries(files).map(([name, content]) => ({
			role: roles[name] ?? 'other',
			name,
			bytes: content.length,
			sha256: createHash('sha256').update(content).digest('hex')
		})),
		tokens: files['tokens.txt']?.toString().trimEnd().split('\n').length ?? null,
		...more,
		origin: 'build/small-models'
	}
	writeFileSync(join(folder, 'model.json'), `${JSON.stringify(described, null, '\t')}\n`)
}

if (import.meta.main) {
	const [folder] = process.argv.slice(2)
	if (folder === undefined) throw new Error('Where to? node build/small-models/make.ts <folder>')
	for (const [id, model] of Object.entries(SMALL_MODELS)) writeSmallModel(folder, id, model)
}
