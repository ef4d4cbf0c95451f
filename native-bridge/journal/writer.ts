import { closeSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { fail, ok, type Problem, type Result } from '../protocol/problem.ts'
import { SAMPLE_RATE } from '../protocol/units.ts'
import { samplesInFile, WAV_HEADER_BYTES, wavHeader } from './wav-header.ts'

/** How often the header is refreshed and the data forced to the disk's platter, in ms. A process's death loses neither; a power cut at most this. */
const SYNC_EVERY_MS = 1_000

/**
 * A journal being written: a WAV that is playable at every moment. `append` returns once the operating system has the
 * samples, so that they outlive this process. Opening an existing journal goes on at its last whole sample.
 */
export class JournalWriter {
	readonly path: string
	readonly #fd: number
	#samples: number
	#syncedAt = 0
	#syncing = false
	#syncProblem: Problem | null = null

	private constructor(path: string, fd: number, samples: number) {
		this.path = path
		this.#fd = fd
		this.#samples = samples
	}

	/** Opens or makes the journal at `path`; a torn last sample is cut off. */
	static open(path: string): Result<JournalWriter> {
		try {
			// Not 'a': appending mode would forbid refreshing the header.
			const fd = openSync(path, 'a')
			closeSync(fd)
			const writable = openSync(path, 'r+')
			const bytes = fstatSync(writable).size
			const samples = samplesInFile(bytes)
			if (bytes < WAV_HEADER_BYTES) writeAll(writable, wavHeader(0), 0)
			else if (bytes !== WAV_HEADER_BYTES + samples * 2) ftruncateSync(writable, WAV_HEADER_BYTES + samples * 2)
			const writer = new JournalWriter(path, writable, samples)
			writer.#writeHeader()
			return ok(writer)
		} catch (error) {
			return diskProblem(path, error)
		}
	}

	/** Samples the journal holds. */
	get samples(): number {
		return this.#samples
	}

	/**
	 * Appends s16 samples. On failure (disk full) nothing of them is kept: the journal ends where it ended before,
	 * and the same samples may be offered again.
	 */
	append(samples: Int16Array, nowMs: number = Date.now()): Result<null> {
		const at = WAV_HEADER_BYTES + this.#samples * 2
		try {
			writeAll(this.#fd, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), at)
		} catch (error) {
			try {
				ftruncateSync(this.#fd, at)
			} catch {
				// The next open cuts it off again by the file's own length.
			}
			return diskProblem(this.path, error)
		}
		this.#samples += samples.length
		if (nowMs - this.#syncedAt >= SYNC_EVERY_MS) this.#sync(nowMs)
		const late = this.#syncProblem
		this.#syncProblem = null
		return late ? { ok: false, problem: late } : ok(null)
	}

	/** Header right, data on the platter, file closed. Safe to call twice. */
	close(): Result<null> {
		try {
			this.#writeHeader()
			fdatasyncSync(this.#fd)
			closeSync(this.#fd)
			return ok(null)
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'EBADF') return ok(null)
			return diskProblem(this.path, error)
		}
	}

	#sync(nowMs: number): void {
		this.#syncedAt = nowMs
		this.#writeHeader()
		// A slow disk must not hold up the next chunk: the sync runs beside, one at a time.
		if (this.#syncing) return
		this.#syncing = true
		fdatasync(this.#fd, error => {
			this.#syncing = false
			if (error && error.code !== 'EBADF') this.#syncProblem = diskProblem(this.path, error).problem
		})
	}

	#writeHeader(): void {
		writeAll(this.#fd, wavHeader(this.#samples), 0)
	}
}

/** `write` may take less than it was given (a nearly full disk): go on until all is taken or an error says why not. */
function writeAll(fd: number, bytes: Uint8Array, at: number): void {
	for (let done = 0; done < bytes.length; ) {
		done += writeSync(fd, bytes, done, bytes.length - done, at + done)
	}
}

function diskProblem(path: string, error: unknown): { ok: false; problem: Problem } {
	const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
	const why =
		code === 'ENOSPC' || code === 'EDQUOT' ? 'The disk is full' : code === 'EFBIG' ? 'The file may not grow any further' : String(error)
	return fail(
		code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' ? 'disk-full' : 'journal-write',
		`The audio could not be saved: ${why}. Everything up to here is kept. Make room on the disk; writing goes on by itself.`,
		{ path, code, sampleRate: SAMPLE_RATE }
	)
}
