import { constants } from 'node:fs'
import { access, type FileHandle, open, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { fail, ok, type Problem, type Result } from '../protocol/problem.ts'
import { HEAD_BYTES, hardlySound, isLockedAsf, STRANGER_TEXT, type Stranger, strangerOf, undecodableCodec } from './strangers.ts'

/** A refusal. */
type Failure = ReturnType<typeof fail>

/** Containers FFmpeg may open. Playlists are not among them: they would make it read files nobody dropped here. */
export const FORMATS = [
	'mov,mp4,m4a,3gp,3g2,mj2,aac,ac3,aiff,amr,asf,au,avi,caf,flac,matroska,webm,mp3,mpegts,ogg,tta,w64,wav,wv',
	// Films before MP4, and what discs and cameras hold.
	'mpeg,flv,eac3,dts,dtshd,truehd,mxf,rm',
	// Speech research, old recorders and dictation machines, old computers, and the other lossless ones.
	'nistsphere,dss,qcp,voc,iff,ape,mpc,mpc8,tak,shn,dsf,oma,xwma'
].join(',')

/** FFmpeg's names of containers where they are not what people call them. */
const NAMES: Readonly<Record<string, string>> = {
	'mov,mp4,m4a,3gp,3g2,mj2': 'MP4',
	'matroska,webm': 'Matroska/WebM',
	ogg: 'Ogg',
	asf: 'WMA/WMV',
	mpegts: 'MPEG-TS',
	wv: 'WavPack',
	mpeg: 'MPEG',
	eac3: 'E-AC-3',
	ac3: 'AC-3',
	nistsphere: 'NIST SPHERE',
	rm: 'RealMedia',
	iff: 'IFF',
	ape: 'Monkey’s Audio',
	mpc: 'Musepack',
	mpc8: 'Musepack',
	oma: 'ATRAC'
}

/** FFmpeg's name for the whole family of MP4. */
export const MP4_FAMILY = 'mov,mp4,m4a,3gp,3g2,mj2'

/** What people call a container. `brand`: what a file of MP4's family says it is. */
export function containerName(name: string | null, brand?: string | null): string | null {
	if (name === MP4_FAMILY && brand) {
		const kind = /^(qt {2}|M4A|M4B|3gp|3g2)/.exec(brand)?.[0] ?? 'MP4'
		return kind === 'qt  ' ? 'MOV' : kind.toUpperCase()
	}
	return name === null ? null : (NAMES[name] ?? name.toUpperCase())
}

/** A length as a file states it, or null when nobody can believe it (0, negative, over 1,000 hours: the mark of "unknown"). */
export function saidSeconds(seconds: number | null): number | null {
	return seconds !== null && Number.isFinite(seconds) && seconds > 0 && seconds < 3_600_000 ? seconds : null
}

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

export function undecodable(codec: string, why: string): Failure {
	const text = `The sound in this file is ${codec}, which can’t be decoded here (${why}). Convert it to another format first.`
	return fail('codec-unsupported', text, { codec })
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

export function noSound(video: boolean): Failure {
	return fail('no-audio-track', `The file has ${video ? 'pictures but ' : ''}no sound, so there is nothing to transcribe.`)
}

export function noSuchTrack(track: number, tracks: number): Failure {
	return fail(
		'no-such-track',
		`The file has ${tracks === 1 ? 'one audio track' : `${tracks} audio tracks`}, so there is no number ${track + 1}. Was it changed since it was chosen? Choose again.`,
		{ track: track + 1, tracks }
	)
}

export function noSuchChannel(channel: number, channels: number): Failure {
	return fail(
		'no-such-channel',
		`The file’s sound has ${channels === 1 ? 'one channel' : `${channels} channels`}, so there is no number ${channel + 1}. Was it changed since it was chosen? Choose again.`,
		{ channel: channel + 1, channels }
	)
}

/** Rates of sound, Hz: from old telephone lines to DSD512. A resampler for others takes gigabytes, or makes them. */
const RATES = { least: 1_000, most: 6_144_000 }

/** Whether sound can have this rate, Hz. */
export function isBelievableRate(rate: number): boolean {
	return rate >= RATES.least && rate <= RATES.most
}

export function unbelievableRate(rate: number): Failure {
	return fail(
		'rate-unbelievable',
		`The file says it has ${rate} samples a second, which no sound has: its header is damaged. A repair tool may set it right.`,
		{ rate }
	)
}

export function protectedFile(): Failure {
	return fail('protected', 'The file is copy-protected (DRM), so its sound can’t be read. A copy without protection can.')
}

/** The file opened, but not one sample came out of it. */
export function nothingDecoded(codec: string | null): Failure {
	return fail(
		'nothing-decoded',
		`The file opens, but no sound could be read from it${codec ? ` (${codec})` : ''}: it is damaged, or cut off right after its beginning. Does a player play it?`,
		{ codec }
	)
}
