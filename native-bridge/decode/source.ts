import { constants } from 'node:fs'
import { access, type FileHandle, open, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { fail, ok, type Problem, type Result } from '../protocol/problem.ts'
import { type Failure, protectedFile, undecodable } from './refusals.ts'
import { HEAD_BYTES, hardlySound, isLockedAsf, STRANGER_TEXT, type Stranger, strangerOf, undecodableCodec } from './strangers.ts'

/** A file's ending for the log and for crumbs: never its name. */
export function endingOf(path: string): string {
	return extname(path).slice(1, 9).toLowerCase() || 'no extension'
}

/** A file as the file system knows it: bytes, and when it was last changed, ms since 1970. */
export interface Source {
	readonly bytes: number
	readonly changedAt: number
}

/** Whether there is a file to read at all, and what it is now. */
export async function inspectSource(path: string): Promise<Result<Source>> {
	try {
		const facts = await stat(path)
		if (facts.isDirectory()) return fail('source-is-folder', 'This is a folder. Add the sound or video files in it instead.')
		if (!facts.isFile())
			return fail('source-not-file', 'This is not an ordinary file, so it can’t be read as sound or video. Copy it to a file first.')
		await access(path, constants.R_OK)
		if (facts.size === 0)
			return fail('source-empty', 'The file is empty (0 bytes): there is nothing to transcribe. Was it still being copied or recorded?')
		return ok({ bytes: facts.size, changedAt: Math.round(facts.mtimeMs) })
	} catch (error) {
		return unreadable(error)
	}
}

/** Why the file system did not let us read it. Throws what is no error of a file system: that is a bug. */
export function unreadable(error: unknown): Failure {
	const { code, syscall } = error as NodeJS.ErrnoException
	if (code === undefined || syscall === undefined) throw error
	if (code === 'ENOENT' || code === 'ENOTDIR') {
		return fail(
			'source-missing',
			'The file is not there any more. Was it moved, renamed, or is its disk not connected? Put it back and try again.'
		)
	}
	if (code === 'EACCES' || code === 'EPERM') {
		return fail(
			'source-forbidden',
			'The file may not be read: this user has no permission for it. Change its permissions, or copy it to a folder of yours.'
		)
	}
	return fail('source-unreadable', `The file can’t be read: the system says ${code}. Is its disk all right?`, { code })
}

/** What became of a file while it was read, if that may have cost sound. One that is gone was read to its end all the same. */
export async function changesMeanwhile(path: string, before: Source): Promise<Problem[]> {
	const now = await stat(path).catch(() => null)
	if (now === null || (now.size === before.bytes && Math.round(now.mtimeMs) === before.changedAt)) return []
	const facts = { before: before.bytes, now: now.size }
	if (now.size > before.bytes) {
		const text = 'The file grew while it was read: it is still being recorded or copied. Add it again when it is complete, for the rest.'
		return [{ code: 'source-grew', facts, text }]
	}
	const text = 'The file was changed while it was read, so the text may be of neither the old nor the new one. Add it again to be sure.'
	return [{ code: 'source-changed-meanwhile', facts, text }]
}

/** No decoder knows the content. `why` is a decoder's own word, null when it has none beyond "invalid". */
export async function notMedia(path: string, why: string | null = null): Promise<Failure> {
	if (await beginsLikeMp4(path)) {
		return fail(
			'mp4-without-index',
			'This is an MP4 file without its index, which is written last: recording or copying it was cut off, or it is damaged. Copy it again if there is an original; else a repair tool for MP4 files may bring it back.'
		)
	}
	const file = await open(path, 'r')
	try {
		const { size } = await file.stat()
		const stranger = hardlySound(await bytesAt(file, 0), await bytesAt(file, size - Math.min(size, HEAD_BYTES)))
		if (stranger) return notSound(stranger)
	} finally {
		await file.close()
	}
	return fail(
		'not-media',
		`This is not a sound or video file that can be read${why ? ` (${why})` : ''}. It may be damaged at its beginning, or something else under this name. Does a player open it?`,
		{ why }
	)
}

/** A problem when the file's first bytes prove that it is something else than sound or video, or locked: no decoder needs to look at it. */
export async function otherThanMedia(path: string): Promise<Failure | null> {
	const file = await open(path, 'r')
	try {
		const head = await bytesAt(file, 0)
		const stranger = strangerOf(head)
		if (stranger) return notSound(stranger)
		const codec = undecodableCodec(head)
		if (codec !== null) return undecodable(codec, 'no decoder for it')
		return isLockedAsf(head) ? protectedFile() : null
	} finally {
		await file.close()
	}
}

function notSound(kind: Stranger): Failure {
	return fail('other-than-media', STRANGER_TEXT[kind], { kind })
}

async function bytesAt(file: FileHandle, at: number): Promise<Uint8Array> {
	const bytes = Buffer.alloc(HEAD_BYTES)
	const { bytesRead } = await file.read(bytes, 0, HEAD_BYTES, at)
	return bytes.subarray(0, bytesRead)
}

async function beginsLikeMp4(path: string): Promise<boolean> {
	const file = await open(path, 'r')
	try {
		const head = Buffer.alloc(8)
		await file.read(head, 0, 8, 0)
		return head.toString('latin1', 4, 8) === 'ftyp'
	} finally {
		await file.close()
	}
}
