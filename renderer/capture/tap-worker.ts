/**
 * Reads a track's audio in a thread of its own, so that neither a busy page nor a busy audio output loses any of it, and posts it in chunks.
 */
import { Chunker } from './chunker.ts'
import type { FromTap, ToTap } from './tap.ts'

/** As WebCodecs has it; TypeScript's worker library is not the page's. */
interface AudioData {
	readonly numberOfChannels: number
	readonly numberOfFrames: number
	readonly sampleRate: number
	copyTo(to: Float32Array, options: { planeIndex: number; format: 'f32-planar' }): void
	close(): void
}

const post = (message: FromTap, transfer: Transferable[] = []) =>
	(postMessage as (message: unknown, transfer: Transferable[]) => void)(message, transfer)
const chunker = new Chunker(samples => post({ type: 'chunk', samples }, [samples.buffer]))

addEventListener('message', event => {
	const message = event.data as ToTap
	switch (message.type) {
		case 'read':
			return void read(message.audio as ReadableStream<AudioData>)
		case 'flush':
			chunker.flush()
			return post({ type: 'flushed' })
		case 'end':
			return close()
		default:
			return message satisfies never
	}
})

post({ type: 'ready' })

async function read(audio: ReadableStream<AudioData>): Promise<void> {
	const reader = audio.getReader()
	for (;;) {
		const { value: data, done } = await reader.read()
		if (done) return
		const channels = Array.from({ length: data.numberOfChannels }, (_, planeIndex) => {
			const channel = new Float32Array(data.numberOfFrames)
			data.copyTo(channel, { planeIndex, format: 'f32-planar' })
			return channel
		})
		chunker.add(channels, data.sampleRate)
		data.close()
	}
}
