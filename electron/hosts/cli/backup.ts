import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import { copyLibrary, LEDGER_FILE } from '../app/library-files.ts'
import { runningAddress } from '../browser/address-file.ts'
import { TAR_END, tarHeader, tarPadding } from './tar.ts'

/** First in each backup: what it is, and how to know that the library in it is whole. */
export const ABOUT_FILE = 'holdfast-backup.json'
export const BACKUP_FORMAT = 1

export interface BackedUp {
	readonly files: number
	readonly bytes: number
}

/**
 * Writes everything that can't be made again into one tar file: the library, settings, and with `audio` recordings and files that wait.
 * No key, no log, no dump. Holdfast may run meanwhile: the library is copied as of one moment, and audio that grows is in it up to now, so
 * a backup taken in the middle of a recording is what a crash at that moment would have left.
 *
 * Problems: `no-library`, `exists`, `library-moved`, `running-elsewhere`, `backup-failed`, and those of opening the library.
 */
export async function backUp(
	dataDir: string,
	out: string,
	{ audio, version }: { audio: boolean; version: string }
): Promise<Result<BackedUp>> {
	if (!existsSync(join(dataDir, LEDGER_FILE)))
		return fail('no-library', `There is no library in ${dataDir}. Name its folder with --data.`, { dataDir })
	if (existsSync(out)) return fail('exists', `${out} is there already. Name another file, or delete it first.`, { out })
	const temporary = mkdtempSync(join(tmpdir(), 'holdfast-backup-'))
	const part = `${resolve(out)}.part`
	try {
		const ledger = join(temporary, LEDGER_FILE)
		const copied = await copyOf(dataDir, ledger)
		if (!copied.ok) return copied
		const about = join(temporary, ABOUT_FILE)
		const sha256 = await sumOf(ledger)
		writeFileSync(
			about,
			`${JSON.stringify({ format: BACKUP_FORMAT, holdfast: version, at: Date.now(), audio, ledger: sha256 }, null, '\t')}\n`
		)
		const done = { files: 0, bytes: 0 }
		await pipeline(Readable.from(archive(dataDir, { about, ledger, audio }, done)), createWriteStream(part, { mode: 0o600 }))
		// Of an old folder it is deleted first: whatever was missing here may have been in the new one.
		if (!existsSync(join(dataDir, LEDGER_FILE)))
			return fail(
				'library-moved',
				'The library was moved to another folder meanwhile, so the backup is not whole and was not kept. Try again.',
				{
					dataDir
				}
			)
		renameSync(part, out)
		return ok(done)
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code
		if (code === undefined) throw error
		return fail('backup-failed', `The backup could not be written (${code}). Is there room for it, and may you write there?`, { out, code })
	} finally {
		rmSync(part, { force: true })
		rmSync(temporary, { recursive: true, force: true })
	}
}

async function* archive(
	dataDir: string,
	from: { about: string; ledger: string; audio: boolean },
	done: { files: number; bytes: number }
): AsyncGenerator<Buffer> {
	yield* entry(ABOUT_FILE, from.about, done)
	yield* entry(LEDGER_FILE, from.ledger, done)
	yield* entry('settings.json', join(dataDir, 'settings.json'), done)
	const packed = new Set<string>()
	for (let found = true; found && from.audio; ) {
		found = false
		for (const folder of ['audio', 'uploads'] as const) {
			for (const name of namesIn(join(dataDir, folder))) {
				const inside = `${folder}/${name}`
				if (packed.has(inside) || !isKept(inside)) continue
				packed.add(inside)
				// Looked through again: a journal may have given way to its copy meanwhile.
				found = true
				yield* entry(inside, join(dataDir, inside), done)
			}
		}
	}
	yield TAR_END
}

/** Which files besides the first three a backup may hold. Names come from outside when it is read. */
export function isKept(name: string): boolean {
	return /^(audio\/[0-9a-f-]{36}\.(wav|opus)|uploads\/[0-9a-f-]{36})$/.test(name)
}

/** As long as the file is when it is its turn; nothing when it is gone. */
async function* entry(name: string, path: string, done: { files: number; bytes: number }): AsyncGenerator<Buffer> {
	let file: FileHandle
	try {
		file = await open(path)
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
		throw error
	}
	try {
		const { size, mtimeMs } = await file.stat()
		yield tarHeader(name, size, mtimeMs)
		if (size > 0) for await (const piece of file.createReadStream({ start: 0, end: size - 1, autoClose: false })) yield piece
		yield tarPadding(size)
		done.files++
		done.bytes += size
	} finally {
		await file.close()
	}
}

/** Asks whoever has the library open, else takes it from the file. */
async function copyOf(dataDir: string, to: string): Promise<Result<null>> {
	const closed = await copyLibrary(dataDir, to)
	if (closed.ok || closed.problem.code !== 'already-running') return closed
	const elsewhere = fail(
		'running-elsewhere',
		'Holdfast has this library open and can’t be asked for a copy. End it (in the desktop app: Quit) and try again.',
		{ dataDir }
	)
	const address = runningAddress(dataDir)
	if (address === null) return elsewhere
	const answer = await fetch(`http://127.0.0.1:${address.port}/library`, {
		headers: { cookie: `holdfast-${address.port}=${address.token}` }
	}).catch(() => null)
	if (answer?.status !== 200 || answer.body === null) return elsewhere
	await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(to, { mode: 0o600 }))
	return ok(null)
}

export async function sumOf(path: string): Promise<string> {
	const hash = createHash('sha256')
	await pipeline(createReadStream(path), hash)
	return hash.digest('hex')
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder).sort()
	} catch {
		return []
	}
}
