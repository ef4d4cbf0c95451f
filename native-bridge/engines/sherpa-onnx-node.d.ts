/**
 * The part of sherpa-onnx-node 1.13 that we use; the package ships JSDoc but no declarations. Everything that takes
 * `enableExternalBuffer` must be given `false`: Electron forbids buffers that V8 did not allocate, and the default is true.
 */
declare module 'sherpa-onnx-node' {
	interface OfflineStream {
		acceptWaveform(audio: { samples: Float32Array; sampleRate: number }): void
	}
	interface OfflineConfig {
		featConfig: { sampleRate: number; featureDim: number }
		modelConfig: {
			/** What is a kind's alone: `native-bridge/kinds`. */
			readonly [kind: string]: unknown
			tokens: string
			numThreads: number
			provider: string
			debug: number
		}
	}
	interface OfflineResult {
		text: string
		tokens: string[]
	}
	class OfflineRecognizer {
		/** Rejects for a file that is damaged, where the constructor would end the process by SIGABRT. */
		static createAsync(config: OfflineConfig): Promise<OfflineRecognizer>
		createStream(): OfflineStream
		decodeAsync(stream: OfflineStream): Promise<OfflineResult>
	}
	interface VadConfig {
		sileroVad: {
			model: string
			threshold: number
			minSilenceDuration: number
			minSpeechDuration: number
			windowSize: number
			maxSpeechDuration: number
		}
		sampleRate: number
		numThreads: number
		provider: string
		debug: number
	}
	class Vad {
		constructor(config: VadConfig, bufferSizeInSeconds: number)
		acceptWaveform(samples: Float32Array): void
		isEmpty(): boolean
		isDetected(): boolean
		/** SIGSEGV when empty: ask `isEmpty` first. */
		front(enableExternalBuffer: false): { start: number; samples: Float32Array }
		pop(): void
		flush(): void
		reset(): void
	}
	const version: string
	const onnxruntimeVersion: string
}
