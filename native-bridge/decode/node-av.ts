import { fail, ok, type Result } from '../protocol/problem.ts'
import type { Choice, Decoder, Decoding } from './decoder.ts'

/**
 * FFmpeg as the npm package node-av: opens everything. Opus in one stream is decoded by libopus in WebAssembly instead: a bad
 * packet can't touch this process's memory there, and it is faster. A file this decoder refuses is no media file for the others either.
 */
export const nodeAv: Decoder = {
	id: 'node-av',

	async available(): Promise<Result<null>> {
		try {
			await import('node-av/lib')
			return ok(null)
		} catch (error) {
			const why = String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
			return fail('decoder-missing', `The decoder for most formats (node-av) can’t be loaded on this machine: ${why}`, { why })
		}
	},

	async open(path: string, choice: Choice): Promise<Result<Decoding>> {
		const { openWithLibav } = await import('./libav-decoding.ts')
		return await openWithLibav(path, choice)
	}
}
