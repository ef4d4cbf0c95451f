import { MICROPHONE } from '../../electron/contract/audio-frame.ts'
import { fail, ok, type Problem, type Result } from '../api/problem.ts'
import type { FromWorklet, ToWorklet } from './worklet.ts'
import workletUrl from './worklet.ts?worker&url'

export interface Microphone {
	/** As the system calls it; null when it doesn't say. */
	readonly device: string | null
	/** Delivers what is left, then lets the device go. */
	stop(): Promise<void>
}

export interface MicrophoneListener {
	/** Mono s16 at `MICROPHONE.sampleRate`, in order, without holes; 100 ms each but the last. */
	samples(chunk: Int16Array): void
	/** The device ended by itself (unplugged, taken away): everything it delivered has come. */
	lost(problem: Problem): void
}

/**
 * Opens a microphone (`deviceId` null: the system's choice) with the browser's own processing off: the engine was measured
 * on plain speech, and echo cancelling eats words. Fails with `microphone-refused`, `microphone-missing`, `microphone-busy`
 * or `microphone-failed`.
 */
export async function openMicrophone(deviceId: string | null, listener: MicrophoneListener): Promise<Result<Microphone>> {
	// Absent when the page is not served from this machine or over HTTPS.
	if (navigator.mediaDevices === undefined) return microphoneProblem(new DOMException('', 'SecurityError'))
	let stream: MediaStream
	try {
		stream = await navigator.mediaDevices.getUserMedia({
			audio: {
				...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
				echoCancellation: false,
				noiseSuppression: false,
				autoGainControl: false,
				channelCount: 1
			}
		})
	} catch (error) {
		return microphoneProblem(error)
	}
	try {
		return ok(await capture(stream, listener))
	} catch (error) {
		for (const track of stream.getTracks()) track.stop()
		return microphoneProblem(error)
	}
}

async function capture(stream: MediaStream, listener: MicrophoneListener): Promise<Microphone> {
	const { context, source } = openGraph(stream)
	await context.audioWorklet.addModule(workletUrl)
	const node = new AudioWorkletNode(context, 'microphone-chunks', { numberOfInputs: 1, numberOfOutputs: 0 })
	const flushed = Promise.withResolvers<void>()
	node.port.onmessage = event => {
		const message = event.data as FromWorklet
		if (message.type === 'chunk') listener.samples(message.samples)
		else flushed.resolve()
	}
	source.connect(node)
	// A page that was not clicked yet has its audio held back; pressing Record was the click.
	await context.resume()

	const track = stream.getAudioTracks()[0]
	let stopped: Promise<void> | null = null
	const release = async () => {
		node.port.postMessage({ type: 'flush' } satisfies ToWorklet)
		await flushed.promise
		source.disconnect()
		for (const each of stream.getTracks()) each.stop()
		await context.close()
	}
	const stop = () => (stopped ??= release())
	track?.addEventListener('ended', () => {
		if (stopped !== null) return
		const name = track.label
		void stop().then(() =>
			listener.lost({
				code: 'microphone-lost',
				facts: { device: name },
				text: `The microphone${name === '' ? '' : ` “${name}”`} is gone: was it unplugged? Everything until then is kept. Plug it in or choose another one, then record again.`
			})
		)
	})
	return { device: track?.label ? track.label : null, stop }
}

/** The browser resamples to our rate where it can; where it can't (Firefox), the graph runs at the device's rate and the worklet does. */
function openGraph(stream: MediaStream): { context: AudioContext; source: MediaStreamAudioSourceNode } {
	const context = new AudioContext({ sampleRate: MICROPHONE.sampleRate })
	try {
		return { context, source: context.createMediaStreamSource(stream) }
	} catch {
		void context.close()
		const native = new AudioContext()
		return { context: native, source: native.createMediaStreamSource(stream) }
	}
}

function microphoneProblem(error: unknown): ReturnType<typeof fail> {
	const name = error instanceof DOMException ? error.name : ''
	switch (name) {
		case 'NotAllowedError':
		case 'SecurityError':
			return fail(
				'microphone-refused',
				'Holdfast may not use the microphone. Allow it: in the browser, at the left of the address; else in the system’s settings, under privacy and microphone. Then press Record again.'
			)
		case 'NotFoundError':
		case 'OverconstrainedError':
			return fail(
				'microphone-missing',
				'No microphone was found. Plug one in, or choose another one in the settings; then press Record again.'
			)
		case 'NotReadableError':
		case 'AbortError':
			return fail(
				'microphone-busy',
				'The microphone did not start. Is another program using it? Close that program, or unplug the microphone and plug it in again; then press Record again.'
			)
		default: {
			const detail = error instanceof Error ? error.message : String(error)
			return fail(
				'microphone-failed',
				`The microphone did not start (${detail}). Choose another one in the settings, or reload the page.`,
				{ detail }
			)
		}
	}
}

export interface Device {
	readonly id: string
	/** Empty until the user has allowed the microphone once. */
	readonly label: string
}

/** Microphones there are. Empty where the browser has none to offer. */
export async function listMicrophones(): Promise<Device[]> {
	const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? []
	return devices
		.filter(device => device.kind === 'audioinput' && device.deviceId !== '')
		.map(device => ({ id: device.deviceId, label: device.label }))
}

/** Calls `changed` whenever one is plugged in or out, until the function it gives is called. */
export function watchMicrophones(changed: () => void): () => void {
	navigator.mediaDevices?.addEventListener('devicechange', changed)
	return () => navigator.mediaDevices?.removeEventListener('devicechange', changed)
}
