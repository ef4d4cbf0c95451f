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
		decodingMethod?: 'greedy_search' | 'modified_beam_search'
		maxActivePaths?: number
		hotwordsScore?: number
		/** Paths with commas between. */
		ruleFsts?: string
		ruleFars?: string
	}
	interface OfflineResult {
		/** Whisper: `en`; SenseVoice: `<|en|>`; else empty. */
		lang: string
		text: string
		tokens: string[]
		/** Seconds; empty where the model gives none. */
		timestamps: number[]
		durations: number[]
		ys_log_probs: number[]
	}
	class OfflineRecognizer {
		/** Rejects for a file that is damaged, where the constructor would end the process by SIGABRT. */
		static createAsync(config: OfflineConfig): Promise<OfflineRecognizer>
		/** Hotwords with `/` between, for a transducer with beam search. */
		createStream(hotwords?: string): OfflineStream
		decodeAsync(stream: OfflineStream): Promise<OfflineResult>
	}
	interface OnlineConfig extends OfflineConfig {
		enableEndpoint: number
		/** Seconds of silence that end a stretch in which nothing was said, and one in which something was. */
		rule1MinTrailingSilence: number
		rule2MinTrailingSilence: number
		/** Seconds after which one ends in any case. */
		rule3MinUtteranceLength: number
		/** One a line, and how many bytes that is. */
		hotwordsBuf?: string
		hotwordsBufSize?: number
	}
	interface OnlineStream {
		acceptWaveform(audio: { samples: Float32Array; sampleRate: number }): void
	}
	interface OnlineResult {
		text: string
		tokens: string[]
		timestamps: number[]
		ys_probs: number[]
	}
	/** Has no asynchronous side: a damaged file ends the process by SIGABRT, and `decode` blocks, but for a fraction of a second of audio. */
	class OnlineRecognizer {
		constructor(config: OnlineConfig)
		createStream(): OnlineStream
		isReady(stream: OnlineStream): boolean
		decode(stream: OnlineStream): void
		isEndpoint(stream: OnlineStream): boolean
		getResult(stream: OnlineStream): OnlineResult
	}
	interface PunctuationConfig {
		model: { ctTransformer?: string; cnnBilstm?: string; bpeVocab?: string; numThreads: number; provider: string; debug: number }
	}
	class OfflinePunctuation {
		constructor(config: PunctuationConfig)
		addPunct(text: string): string
	}
	class OnlinePunctuation {
		constructor(config: PunctuationConfig)
		addPunct(text: string): string
	}
	interface NetworkConfig {
		model: string
		numThreads: number
		provider: string
		debug: number
	}
	interface DiarizationConfig {
		segmentation: { pyannote: { model: string }; numThreads: number; provider: string; debug: number }
		embedding: NetworkConfig
		/** `numClusters` -1: as many as there are, by `threshold`, the distance from which on two voices are different ones. */
		clustering: { numClusters: number; threshold: number }
		/** Seconds: shorter turns are left out, and shorter pauses of one speaker are none. */
		minDurationOn: number
		minDurationOff: number
	}
	/** Has no asynchronous side: a damaged file ends the process, and `process` blocks. */
	class OfflineSpeakerDiarization {
		constructor(config: DiarizationConfig)
		readonly sampleRate: number
		/** `start` and `end` in seconds. */
		process(samples: Float32Array): { start: number; end: number; speaker: number }[]
	}
	class SpeakerEmbeddingExtractor {
		constructor(config: NetworkConfig)
		readonly dim: number
		createStream(): OnlineStream & { inputFinished(): void }
		/** False: there is not enough audio to say anything. */
		isReady(stream: OnlineStream): boolean
		compute(stream: OnlineStream, enableExternalBuffer: false): Float32Array
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
