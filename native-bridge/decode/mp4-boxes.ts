import type { FileWindow } from './file-window.ts'

/** A part of an MP4 (ISO/IEC 14496-12 §4.2). */
export interface Box {
	/** Four letters. */
	readonly type: string
	/** Its first byte in the file, the first and the last but one of what is in it. */
	readonly start: number
	readonly from: number
	readonly to: number
}

/** A file with more of them side by side is no film. */
const MOST_BOXES = 10_000

/** The box at `at` inside of something that ends at `to`; null: there is none. One that claims to be longer ends there. */
export async function boxAt(file: FileWindow, at: number, to: number): Promise<Box | null> {
	const head = await file.read(at, Math.min(16, to - at))
	if (head.length < 8) return null
	const small = head.readUInt32BE(0)
	if (small === 1 && head.length < 16) return null
	const bytes = small === 1 ? Number(head.readBigUInt64BE(8)) : small === 0 ? to - at : small
	const from = at + (small === 1 ? 16 : 8)
	const type = head.toString('latin1', 4, 8)
	return at + bytes < from ? null : { type, start: at, from, to: Math.min(at + bytes, to) }
}

/** Those that lie between two bytes, side by side. */
export async function boxesIn(file: FileWindow, from: number, to: number): Promise<Box[]> {
	const boxes: Box[] = []
	for (let at = from; at < to && boxes.length < MOST_BOXES; at = boxes.at(-1)?.to ?? to) {
		const box = await boxAt(file, at, to)
		if (box === null) break
		boxes.push(box)
	}
	return boxes
}
