import type { Graph } from './onnx.ts'

/** Pieces of English words; a bar in front begins one. */
export const ENGLISH = ['▁and', '▁the', '▁of', 'ing', '▁s', 'er', '▁w', 'a', 'n', '▁I', '▁to', 'ed', 'ly', '▁was', '▁in', 's'] as const
export const CHINESE = [...'你好世界我们是的在有人这中大来上'] as const

/**
 * A small model hears the shape of the spectrum, no words: which of its tokens a frame is, is how it lies along the mel bands. Silence has no
 * shape, and is blank.
 */
export interface Vocabulary {
	/** In the order of their numbers. */
	readonly tokens: readonly string[]
	/** The number of "nothing", and how much shape it takes to be something. */
	readonly blank: number
	/** What must never be heard: markers. */
	readonly never?: readonly number[]
}

const NEVER = -10_000

/** `blank`, then words, then markers. */
export function vocabulary(blank: string, words: readonly string[], markers: readonly string[] = []): Vocabulary {
	const tokens = [blank, ...words, ...markers]
	return { tokens, blank: 0, never: markers.map((_, i) => 1 + words.length + i) }
}

/** Scores of each token, (N, T, tokens), from frames (N, T, bands). `needed`: shape that is something. */
export function hear(graph: Graph, frames: string, bands: number, { tokens, blank, never = [] }: Vocabulary, needed = 0.6): string {
	const heard = tokens.map((_, token) => token !== blank && !never.includes(token))
	const weights = Array.from({ length: bands }, (_, band) =>
		tokens.map((_, token) => (heard[token] ? shape(token, band, bands) : 0))
	).flat()
	const bias = tokens.map((_, token) => (never.includes(token) ? NEVER : token === blank ? needed : 0))
	const matrix = graph.constant('float', [bands, tokens.length], weights)
	return graph.op('Add', [graph.op('MatMul', [frames, matrix]), graph.constant('float', [tokens.length], bias)])
}

/** The same from samples (N, T): 20 ms are a frame. */
export function hearSamples(graph: Graph, samples: string, { tokens, blank, never = [] }: Vocabulary, needed = 8): string {
	const FRAME = 320
	const heard = tokens.map((_, token) => token !== blank && !never.includes(token))
	const weights = tokens.flatMap((_, token) =>
		Array.from({ length: FRAME }, (_, n) => (heard[token] ? Math.cos((2 * Math.PI * (2 + token) * n) / FRAME) : 0))
	)
	const channel = graph.op('Unsqueeze', [samples, graph.ints(1)])
	const kernel = graph.constant('float', [tokens.length, 1, FRAME], weights)
	const bands = graph.op('Abs', [graph.op('Conv', [channel, kernel], { strides: [FRAME], kernel_shape: [FRAME] })])
	const bias = tokens.map((_, token) => (never.includes(token) ? NEVER : token === blank ? needed : 0))
	return graph.op('Add', [graph.op('Transpose', [bands], { perm: [0, 2, 1] }), graph.constant('float', [tokens.length], bias)])
}

/** Each n-th frame of (N, T, bands). */
export function thinned(graph: Graph, frames: string, every: number, to = 1_000_000): string {
	return graph.op('Slice', [frames, graph.ints(0), graph.ints(to), graph.ints(1), graph.ints(every)])
}

/** Frames that are left of so many when each n-th is kept. */
export function thinnedLength(graph: Graph, length: string, every: number, type: 'int32' | 'int64' = 'int64'): string {
	const more = graph.op('Add', [length, graph.constant(type, [1], [every - 1])])
	return graph.op('Div', [more, graph.constant(type, [1], [every])])
}

/** One wave along the bands for each token; how loud a frame is makes no difference, as each wave has as much above as below. */
function shape(token: number, band: number, bands: number): number {
	const wave = (at: number) => Math.cos((Math.PI * (1 + token * 0.5) * (at + 0.5)) / bands + token)
	const mean = Array.from({ length: bands }, (_, at) => wave(at)).reduce((a, b) => a + b) / bands
	return (1.6 * (wave(band) - mean)) / bands
}

/** As sherpa reads it: one line a token. */
export function tokensFile(tokens: readonly string[], base64 = false): Buffer {
	const written = (token: string) => (base64 ? Buffer.from(token.replace('▁', ' ')).toString('base64') : token)
	return Buffer.from(tokens.map((token, number) => `${written(token)} ${number}\n`).join(''))
}
