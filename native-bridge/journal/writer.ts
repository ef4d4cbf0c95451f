import { closeSync, constants, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs'
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
	#closed = false

	private constructor(path: string, fd: number, samples: number) {
		this.path = path
		this.#fd = fd
		this.#samples = samples
	}

	/** Opens or makes the journal at `path`; a torn last sample is cut off. */
	static open(path: string): Result<JournalWriter> {
		let fd: number | null = null
		try {
			// None of the letters says "make it when missing, keep what it holds, write anywhere".
			fd = openSync(path, constants.O_RDWR | constants.O_CREAT)
			const bytes = fstatSync(fd).size
			const samples = samplesInFile(bytes)
			if (bytes > WAV_HEADER_BYTES + samples * 2) ftruncateSync(fd, WAV_HEADER_BYTES + samples * 2)
			writeAll(fd, wavHeader(samples), 0)
			return ok(new JournalWriter(path, fd, samples))
		} catch (error) {
			// A page tries again each second while the disk is full: a descriptor left open each time would be the next failure.
			if (fd !== null) closeSync(fd)
			return diskProblem(path, error)
		}
	}

	/** Samples the journal holds. */
	get samples(): number {
		return this.#samples
	}

	/**
	 * Appends s16 samples. On failure (disk full, or an earlier sync failed meanwhile) nothing of them is kept: the journal ends
	 * where it ended before, and the same samples may be offered again. Throws when the journal is closed: that is a bug.
	 */
	append(samples: Int16Array, nowMs: number = Date.now()): Result<null> {
		// By now the descriptor's number may belong to another file.
		if (this.#closed) throw new Error(`The journal is closed: ${this.path}`)
		const late = this.#syncProblem
		this.#syncProblem = null
		if (late) return { ok: false, problem: late }
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
		return ok(null)
	}

	/** Header right, data on the platter, file closed. Safe to call twice. */
	close(): Result<null> {
		if (this.#closed) return ok(null)
		this.#closed = true
		try {
			this.#writeHeader()
			fdatasyncSync(this.#fd)
			return ok(null)
		} catch (error) {
			return diskProblem(this.path, error)
		} finally {
			closeSync(this.#fd)
		}
	}

	#sync(nowMs: number): void {
		this.#syncedAt = nowMs
		try {
			this.#writeHeader()
		} catch (error) {
			// Said at the next append: the samples before it are safe, whatever the header says.
			this.#syncProblem = diskProblem(this.path, error).problem
			return
		}
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
