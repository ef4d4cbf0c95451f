import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createGunzip } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import { type Entry, openPromise } from 'yauzl'
import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import { bunzip2 } from './bunzip2.ts'
import { type ArchiveEntry, type Hostility, judgeEntry, judgeSize } from './entry-rule.ts'

/** Ends an unpacking; never leaves this file. */
class Hostile extends Error {
	readonly why: Hostility
	constructor(why: Hostility) {
		super(why)
		this.why = why
	}
}
class Foreign extends Error {}

type Progress = (bytes: number) => void

/**
 * Unpacks the files of a model into the folder `into`, which must be empty; gives their names. What the archive is is seen from its content:
 * tar, tar.gz, tar.bz2 or zip. Problems: `archive-hostile`, `archive-damaged`, `archive-unknown`; a disk that is full throws.
 *
 * @param progress bytes of the archive that have been read
 */
export async function unpack(archive: string, into: string, progress: Progress = () => {}): Promise<Result<string[]>> {
	const taker = new Taker(into, (await stat(archive)).size)
	try {
		const kind = await kindOf(archive)
		if (kind === null) throw new Foreign()
		if (kind === 'zip') await unzip(archive, taker, progress)
		else await untar(archive, kind, taker, progress)
		return ok(taker.names)
	} catch (error) {
		if (error instanceof Hostile) return hostile(error.why)
		if (error instanceof Foreign)
			return fail('archive-unknown', 'This is no archive that Holdfast can open: it takes .tar.bz2, .tar.gz, .tar and .zip.')
		const { code, syscall, message } = error as NodeJS.ErrnoException
		// The system's: a full disk. The libraries' own errors have codes too, but come from no call to it.
		if (syscall !== undefined) throw error
		// A zip's own reader refuses such names before we see them.
		if (/relative path|absolute path|invalid characters in fileName/.test(message)) return hostile('outside')
		return fail('archive-damaged', `The archive is damaged or cut off (${code ?? message}). Nothing of it is used. Fetch it again.`, {
			reason: code ?? message
		})
	}
}

type Kind = 'zip' | 'tar' | 'gz' | 'bz2'

async function kindOf(path: string): Promise<Kind | null> {
	const file = await open(path)
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
		const head = buffer.subarray(0, bytesRead)
		if (head.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return 'zip'
		if (head.subarray(0, 3).toString('latin1') === 'BZh') return 'bz2'
		if (head[0] === 0x1f && head[1] === 0x8b) return 'gz'
		return head.subarray(257, 262).toString('latin1') === 'ustar' ? 'tar' : null
	} finally {
		await file.close()
	}
}

/** Takes what may be taken, counts everything. */
class Taker {
	readonly names: string[] = []
	readonly #into: string
	readonly #archiveBytes: number
	#entries = 0
	#bytes = 0

	constructor(into: string, archiveBytes: number) {
		this.#into = into
		this.#archiveBytes = archiveBytes
	}

	/** Where the entry goes; null: nowhere. Throws for a hostile one. */
	place(entry: ArchiveEntry): string | null {
		this.#entries++
		this.#check()
		const verdict = judgeEntry(entry)
		if (verdict.is === 'hostile') throw new Hostile(verdict.why)
		if (verdict.is === 'skip') return null
		if (this.names.includes(verdict.name)) throw new Hostile('twice')
		this.names.push(verdict.name)
		return join(this.#into, verdict.name)
	}

	/** So much more has come out of the archive. */
	came(bytes: number): void {
		this.#bytes += bytes
		this.#check()
	}

	/** On the disk, not only on its way there. */
	sink(path: string): Writable {
		return createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
	}

	#check(): void {
		const why = judgeSize(this.#entries, this.#bytes, this.#archiveBytes)
		if (why !== null) throw new Hostile(why)
	}
}

async function untar(archive: string, kind: 'tar' | 'gz' | 'bz2', taker: Taker, progress: Progress): Promise<void> {
	let read = 0
	const meter = through(chunk => {
		read += chunk.length
		progress(read)
	})
	let writing = Promise.resolve()
	let failed: Error | null = null
	let entries = 0
	const parser = new Parser({
		// A header whose sum is wrong is damage, not something to step over.
		strict: true,
		onReadEntry(entry: ReadEntry) {
			entries++
			// One after the other: the parser gives the next one out when this one has been read.
			writing = writing.then(async () => {
				if (failed !== null) return void entry.resume()
				try {
					await takeTarEntry(entry, taker)
				} catch (error) {
					failed ??= error as Error
					entry.resume()
				}
			})
		}
	})
	// What comes out is counted here, also of entries that nobody takes.
	const sink = new Writable({
		write(chunk: Buffer, _, done) {
			// An archive in an archive: the parser would open that too, uncounted.
			if (entries === 0 && chunk[0] === 0x1f && chunk[1] === 0x8b) return done(new Foreign())
			try {
				taker.came(chunk.length)
			} catch (error) {
				return done(error as Error)
			}
			if (failed !== null) return done(failed)
			if (parser.write(chunk)) done()
			else parser.once('drain', () => done())
		},
		final(done) {
			parser.once('end', () => done())
			parser.once('error', done)
			parser.end()
		}
	})
	parser.on('error', error => sink.destroy(error as Error))
	if (kind === 'bz2') await pipeline(Readable.from(bunzip2(archive, progress)), sink)
	else if (kind === 'gz') await pipeline(createReadStream(archive), meter, createGunzip(), sink)
	else await pipeline(createReadStream(archive), meter, sink)
	await writing
	if (failed !== null) throw failed
	if (entries === 0) throw new Error('it is empty')
}

async function takeTarEntry(entry: ReadEntry, taker: Taker): Promise<void> {
	const place = taker.place({ path: entry.path, is: tarIs(entry.type), bytes: entry.size })
	if (place === null) return void entry.resume()
	await pipeline(entry, taker.sink(place))
}

function tarIs(type: string): ArchiveEntry['is'] {
	if (type === 'File' || type === 'OldFile' || type === 'ContiguousFile') return 'file'
	if (type === 'Directory' || type === 'GNUDumpDir') return 'folder'
	return type === 'SymbolicLink' || type === 'Link' ? 'link' : 'other'
}

async function unzip(archive: string, taker: Taker, progress: Progress): Promise<void> {
	const zip = await openPromise(archive, { strictFileNames: true, validateEntrySizes: true, autoClose: false })
	try {
		let read = 0
		for await (const entry of zip.eachEntry()) {
			const place = taker.place({ path: entry.fileName, is: zipIs(entry), bytes: entry.uncompressedSize })
			read += entry.compressedSize
			if (place !== null) {
				if (entry.isEncrypted()) throw new Hostile('encrypted')
				// Its reader compares lengths only.
				let sum = 0
				const check = through(chunk => {
					taker.came(chunk.length)
					sum = crc32(chunk, sum)
				})
				await pipeline(await zip.openReadStreamPromise(entry), check, taker.sink(place))
				if (sum !== entry.crc32) throw new Error('its sum is wrong')
			}
			progress(read)
		}
	} finally {
		zip.close()
	}
}

/** A zip made on Unix has the file's mode in its upper half. */
function zipIs(entry: Entry): ArchiveEntry['is'] {
	const kind = (entry.externalFileAttributes >>> 16) & 0o170000
	if (kind === 0o120000) return 'link'
	if (entry.fileName.endsWith('/')) return 'folder'
	return kind === 0 || kind === 0o100000 ? 'file' : 'other'
}

function through(hear: (chunk: Buffer) => void): Transform {
	return new Transform({
		transform(chunk: Buffer, _, done) {
			try {
				hear(chunk)
				done(null, chunk)
			} catch (error) {
				done(error as Error)
			}
		}
	})
}

const WHY: Readonly<Record<Hostility, string>> = {
	outside: 'it wants to write outside of its own folder',
	link: 'it holds links to other files',
	device: 'it holds things that are no files',
	many: 'it holds thousands of files',
	large: 'it would become larger than any model',
	bomb: 'it would become many times larger than it is',
	twice: 'it holds two files of one name',
	encrypted: 'it is encrypted'
}

function hostile(why: Hostility) {
	return fail('archive-hostile', `This archive is not opened: ${WHY[why]}. Nothing of it was kept. No honest model comes like that.`, {
		why
	})
}
