import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

const PAGE = 65_536
/** 64 MB of pages: more than a walk through every module of Chromium touches. */
const MAX_PAGES = 1024

/** A program file, read piece by piece. */
export interface ImageSource {
	readonly size: number
	/** Exactly `size` bytes from `at` on; undefined outside the file or when it can't be read. Not to be written to. */
	read(at: number, size: number): Uint8Array | undefined
	close(): void
}

/**
 * Opens a file for piecemeal reading; null when there is none, or it is anything but a regular file. A path comes from a dump, so it
 * may name a device or a pipe that would never answer: it is opened without waiting and looked at before the first byte is read.
 */
export function openImage(path: string): ImageSource | null {
	try {
		const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0))
		const stat = fstatSync(descriptor)
		if (!stat.isFile()) {
			closeSync(descriptor)
			return null
		}
		const readInto = (buffer: Uint8Array, at: number) => {
			try {
				return readSync(descriptor, buffer, 0, buffer.length, at)
			} catch {
				return 0
			}
		}
		return { ...pagedSource(stat.size, readInto), close: () => closeSync(descriptor) }
	} catch {
		return null
	}
}

/** The same over bytes that are in memory already. */
export function imageOf(bytes: Uint8Array): ImageSource {
	return {
		size: bytes.length,
		read: (at, size) => (isInside(at, size, bytes.length) ? bytes.subarray(at, at + size) : undefined),
		close() {}
	}
}

/** Small reads come from pages that are kept, large ones go to the file. */
function pagedSource(fileSize: number, readInto: (buffer: Uint8Array, at: number) => number): Omit<ImageSource, 'close'> {
	const pages = new Map<number, Uint8Array>()
	const page = (number: number): Uint8Array => {
		const known = pages.get(number)
		if (known !== undefined) return known
		if (pages.size >= MAX_PAGES) pages.clear()
		const buffer = new Uint8Array(PAGE)
		const got = buffer.subarray(0, readInto(buffer, number * PAGE))
		pages.set(number, got)
		return got
	}
	return {
		size: fileSize,
		read(at, size) {
			if (!isInside(at, size, fileSize)) return undefined
			const first = Math.floor(at / PAGE)
			const start = at - first * PAGE
			if (start + size <= PAGE) {
				const part = page(first).subarray(start, start + size)
				return part.length === size ? part : undefined
			}
			const whole = new Uint8Array(size)
			return readInto(whole, at) === size ? whole : undefined
		}
	}
}

function isInside(at: number, size: number, whole: number): boolean {
	return at >= 0 && size >= 0 && at + size <= whole && Number.isSafeInteger(at)
}
