import { createReadStream, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import { LEDGER_FILE, settleLibrary } from '../app/library-files.ts'
import { ABOUT_FILE, BACKUP_FORMAT, type BackedUp, isKept, sumOf } from './backup.ts'
import { Pieces, readTarHeader, tarPadding } from './tar.ts'

const About = v.object({ format: v.number(), holdfast: v.string(), at: v.number(), ledger: v.string() })

/**
 * Puts a backup into a data folder that is not there or empty; nothing is ever written over. What is not whole leaves the folder empty again.
 *
 * Problems: `not-empty`, `not-a-backup`, `backup-newer`, `backup-damaged`, `restore-failed`.
 */
export async function restore(archive: string, dataDir: string): Promise<Result<BackedUp>> {
	try {
		mkdirSync(dataDir, { recursive: true, mode: 0o700 })
		if (readdirSync(dataDir).length > 0)
			return fail('not-empty', `${dataDir} is not empty, and nothing in it is written over. Name another folder with --data.`, { dataDir })
		const done = await unpack(archive, dataDir)
		if (!done.ok) for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true })
		return done
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code
		if (code === undefined) throw error
		return fail('restore-failed', `The backup could not be put back (${code}). Can it be read, and is there room in ${dataDir}?`, {
			archive,
			dataDir,
			code
		})
	}
}

async function unpack(archive: string, dataDir: string): Promise<Result<BackedUp>> {
	const damaged = fail('backup-damaged', `${archive} is damaged or not complete, so nothing of it was put back.`, { archive })
	const stranger = fail('not-a-backup', `${archive} is not a backup that Holdfast made.`, { archive })
	const pieces = new Pieces(createReadStream(archive))
	const done = { files: 0, bytes: 0 }
	let about: v.InferOutput<typeof About> | null = null
	for (;;) {
		const head = await pieces.exactly(512)
		const entry = head === null ? undefined : readTarHeader(head)
		if (entry === undefined) return about === null ? stranger : damaged
		if (entry === null) break
		const { name, size } = entry
		if (name === ABOUT_FILE || about === null) {
			const text = size < 10_000 ? await pieces.exactly(size) : null
			const parsed = v.safeParse(About, parsedJson(text))
			if (name !== ABOUT_FILE || about !== null || !parsed.success) return stranger
			about = parsed.output
			if (about.format > BACKUP_FORMAT)
				return fail('backup-newer', `${archive} was made by a newer Holdfast (${about.holdfast}). Use that one.`, { archive })
		} else if ([LEDGER_FILE, 'settings.json'].includes(name) || isKept(name)) {
			// The library gets its name last: without it there is none.
			const path = join(dataDir, name === LEDGER_FILE ? `${name}.part` : name)
			mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
			const file = await open(path, 'wx', 0o600)
			const whole = await fill(file, pieces, size).finally(() => file.close())
			if (!whole) return damaged
		} else return stranger
		if ((await pieces.exactly(tarPadding(size).length)) === null) return damaged
		done.files++
		done.bytes += size
	}
	const ledger = join(dataDir, `${LEDGER_FILE}.part`)
	const sum = await sumOf(ledger).catch(() => null)
	if (about === null || sum !== about.ledger) return about === null ? stranger : damaged
	renameSync(ledger, join(dataDir, LEDGER_FILE))
	const settled = settleLibrary(dataDir)
	return settled.ok ? ok(done) : settled
}

async function fill(file: FileHandle, pieces: Pieces, size: number): Promise<boolean> {
	for (let missing = size; missing > 0; ) {
		const piece = await pieces.some(Math.min(missing, 1_000_000))
		if (piece === null) return false
		await file.write(piece)
		missing -= piece.length
	}
	await file.sync()
	return true
}

function parsedJson(text: Buffer | null): unknown {
	try {
		return JSON.parse(String(text))
	} catch {
		return null
	}
}
