import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, rm, utimes } from 'node:fs/promises'

const PIECE = 1_000_000
/** So much is on the disk before more is written: else whoever else must be sure of a write, as a recording, would wait for all of it. */
const UNWRITTEN = 16_000_000

/** What was written is not what was read, by the disk's own word. */
export class CopyDiffers extends Error {
	readonly code = 'EVERIFY'
}

/**
 * Copies a file as it is now: to the disk, read again and compared, and only then by its name. `tell` is given the bytes of each piece, half when it is
 * written and half when it is compared. Rejects
 * with what the system says, with `CopyDiffers`, or with the signal's reason; then there is no file of that name but one that was there before.
 */
export async function copyFile(from: string, to: string, signal: AbortSignal, tell: (bytes: number) => void): Promise<void> {
	const part = `${to}.moving`
	const source = await open(from)
	try {
		const copy = await open(part, 'w+', 0o600)
		try {
			const sum = await pour(source, copy, signal, tell)
			await copy.sync()
			if ((await sumOf(copy, signal, tell)) !== sum) throw new CopyDiffers(`The copy of ${from} is another.`)
		} finally {
			await copy.close()
		}
		const { atime, mtime } = await source.stat()
		await utimes(part, atime, mtime)
		await rename(part, to)
	} catch (error) {
		await rm(part, { force: true }).catch(() => {})
		throw error
	} finally {
		await source.close()
	}
}

/** Whether both files have the same bytes. `tell`: see `copyFile`. */
export async function sameBytes(one: string, other: string, signal: AbortSignal, tell: (bytes: number) => void): Promise<boolean> {
	const files: FileHandle[] = []
	try {
		for (const path of [one, other]) files.push(await open(path))
		const sums: string[] = []
		for (const file of files) sums.push(await sumOf(file, signal, tell))
		return sums[0] === sums[1]
	} finally {
		for (const file of files) await file.close()
	}
}

async function pour(source: FileHandle, copy: FileHandle, signal: AbortSignal, tell: (bytes: number) => void): Promise<string> {
	const hash = createHash('sha256')
	const piece = Buffer.alloc(PIECE)
	for (let unwritten = 0; ; ) {
		signal.throwIfAborted()
		const { bytesRead } = await source.read(piece, 0, PIECE)
		if (bytesRead === 0) return hash.digest('hex')
		const read = piece.subarray(0, bytesRead)
		hash.update(read)
		await copy.writeFile(read)
		unwritten += bytesRead
		if (unwritten >= UNWRITTEN) {
			await copy.datasync()
			unwritten = 0
		}
		tell(bytesRead / 2)
	}
}

async function sumOf(file: FileHandle, signal: AbortSignal, tell: (bytes: number) => void): Promise<string> {
	const hash = createHash('sha256')
	const piece = Buffer.alloc(PIECE)
	for (let at = 0; ; ) {
		signal.throwIfAborted()
		const { bytesRead } = await file.read(piece, 0, PIECE, at)
		if (bytesRead === 0) return hash.digest('hex')
		hash.update(piece.subarray(0, bytesRead))
		at += bytesRead
		tell(bytesRead / 2)
	}
}
