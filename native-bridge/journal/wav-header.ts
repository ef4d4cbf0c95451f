import { SAMPLE_RATE } from '../protocol/units.ts'

/** Bytes before the first sample of a journal. */
export const WAV_HEADER_BYTES = 44

/**
 * Header of a 16 kHz mono s16le WAV of `samples` samples (RIFF, `fmt ` of 16 bytes, `data`). A WAV can't say more than
 * 4 GiB, 37 hours: past that the sizes stay at their largest, which players take as "until the file's end".
 */
export function wavHeader(samples: number): Uint8Array {
	const bytes = Math.min(samples * 2, 0xffff_ffff - 36)
	const header = new Uint8Array(WAV_HEADER_BYTES)
	const view = new DataView(header.buffer)
	const ascii = (at: number, text: string) => header.set(new TextEncoder().encode(text), at)
	ascii(0, 'RIFF')
	view.setUint32(4, bytes + 36, true)
	ascii(8, 'WAVEfmt ')
	view.setUint32(16, 16, true)
	view.setUint16(20, 1, true)
	view.setUint16(22, 1, true)
	view.setUint32(24, SAMPLE_RATE, true)
	view.setUint32(28, SAMPLE_RATE * 2, true)
	view.setUint16(32, 2, true)
	view.setUint16(34, 16, true)
	ascii(36, 'data')
	view.setUint32(40, bytes, true)
	return header
}

/** Whole samples in a journal file of `fileBytes` bytes. The file's length is the truth, the header only a courtesy to players. */
export function samplesInFile(fileBytes: number): number {
	return Math.max(0, Math.floor((fileBytes - WAV_HEADER_BYTES) / 2))
}
