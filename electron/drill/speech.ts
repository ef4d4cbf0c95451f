import { readFileSync, writeFileSync } from 'node:fs'
import { WAV_HEADER_BYTES, wavHeader } from '../../native-bridge/journal/wav-header.ts'
import { SAMPLE_RATE } from '../../native-bridge/protocol/units.ts'

/** How often the sample is said: long enough that a kill finds the engine at work, with pauses of a second between. */
const TIMES = 4

/** Writes what a drill transcribes to `path`; the sample is a plain WAV as ours (16 kHz mono, header of 44 bytes). */
export function writeSpeech(path: string, samplePath: string): void {
	const said = readFileSync(samplePath).subarray(WAV_HEADER_BYTES)
	const pause = new Uint8Array(SAMPLE_RATE * 2)
	const parts = Array.from({ length: TIMES }, () => [said, pause]).flat()
	const bytes = parts.reduce((sum, part) => sum + part.length, 0)
	writeFileSync(path, Buffer.concat([wavHeader(bytes / 2), ...parts]))
}
