import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'

export type Log = Logger

const MOST_BYTES = 2 * 1024 * 1024
const MOST_FILES = 5

/**
 * The log of one process: `<folder>/<name>.<n>.log`, one JSON line an event (time, level, process, pid, and `job` where it
 * is about one), 2 MB a file, five files a name. Written with plain synchronous writes: a line that was logged outlives the
 * process, whatever ends it. Never give it transcript text.
 */
export function openLog(folder: string, name: string): Log {
	return pino(
		{ base: { process: name, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, level: 'debug' },
		new RollingFile(folder, name)
	)
}

/**
 * Numbered files, the highest number being written. Our own, since pino-roll takes 0.14 s of a processor to load (the whole of
 * date-fns): a seventh of the time in which a dead engine is back.
 */
class RollingFile {
	readonly #folder: string
	readonly #name: string
	#number: number
	#fd: number | null = null
	#bytes = 0

	constructor(folder: string, name: string) {
		this.#folder = folder
		this.#name = name
		mkdirSync(folder, { recursive: true })
		this.#number = Math.max(1, ...this.#numbers())
	}

	/** A full or failing disk costs the line, never the process. */
	write(line: string): void {
		try {
			if (this.#fd !== null && this.#bytes >= MOST_BYTES) this.#next()
			this.#fd ??= this.#open()
			this.#bytes += writeSync(this.#fd, line)
		} catch {
			// The next line tries again.
		}
	}

	#open(): number {
		const fd = openSync(join(this.#folder, `${this.#name}.${this.#number}.log`), 'a')
		this.#bytes = fstatSync(fd).size
		return fd
	}

	#next(): void {
		if (this.#fd !== null) closeSync(this.#fd)
		this.#fd = null
		this.#number++
		for (const number of this.#numbers()) {
			if (number <= this.#number - MOST_FILES) rmSync(join(this.#folder, `${this.#name}.${number}.log`), { force: true })
		}
	}

	#numbers(): number[] {
		const form = /^(.+)\.(\d+)\.log$/
		return readdirSync(this.#folder).flatMap(file => {
			const [, name, number] = form.exec(file) ?? []
			return name === this.#name && number !== undefined ? [Number(number)] : []
		})
	}
}
