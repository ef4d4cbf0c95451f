import type { UploadPurpose } from '../../electron/contract/intake.ts'
import { fail, ok, type Result } from './problem.ts'

/** Between two tries while the line is down; main is back within a second or two when it died. */
const LINE_MS = 1_000
/** Between two looks whether there is room again. */
const ROOM_MS = 5_000
/** So many tries in a row that bring nothing, while main answers, and it is given up. */
const MOST_TRIES = 5

/** What an upload waits for: the line to main, or room on the disk (`missing` bytes). */
export type UploadWait = { readonly for: 'line' } | { readonly for: 'room'; readonly missing: number }

export interface UploadHears {
	/** So many bytes of it are here or on their way. */
	sent(bytes: number): void
	/** Null: it goes on. */
	waits(wait: UploadWait | null): void
}

/**
 * Sends a file to the browser host under the id `upload`, to become what `purpose` says, from where an earlier try broke off. Streamed from disk: nothing of it is kept in
 * memory. Goes on by itself after the line was lost and when there is room again, for as long as it takes. Fails with `upload-cancelled`,
 * `upload-unreadable` (the file was moved, changed or is gone), `upload-interrupted` (main answers, but nothing arrives), `upload-refused`.
 */
export async function uploadFile(
	file: File,
	{ upload, purpose }: { readonly upload: string; readonly purpose: UploadPurpose },
	signal: AbortSignal,
	hears: UploadHears
): Promise<Result<null>> {
	const said = { name: file.name, changed: String(file.lastModified), for: JSON.stringify(purpose) }
	const facts = {
		'Upload-Length': String(file.size),
		'Upload-Metadata': Object.entries(said)
			.map(([key, value]) => `${key} ${base64(value)}`)
			.join(',')
	}
	const { name } = file
	let arrived = -1
	for (let tries = 0; tries < MOST_TRIES; ) {
		if (signal.aborted) break
		const standing = await ask(upload, facts, signal)
		if (standing === null) {
			hears.waits({ for: 'line' })
			await pause(LINE_MS, signal)
			continue
		}
		if (standing.status === 507) {
			hears.waits({ for: 'room', missing: Math.max(0, file.size - Math.max(0, arrived) - standing.room) })
			await pause(ROOM_MS, signal)
			continue
		}
		if (standing.status !== 200) return refused(name, standing.status)
		tries = standing.offset > arrived ? 0 : tries + 1
		arrived = standing.offset
		hears.waits(null)
		hears.sent(arrived)
		if (!(await canBeRead(file, arrived))) return unreadable(name)
		const status = await send(file, upload, arrived, facts, signal, bytes => hears.sent(arrived + bytes))
		if (status === 204) return ok(null)
		// 0: the line broke. 409: more or less is here than was thought. 507: no room. All are asked about.
		if (status !== null && ![0, 409, 500, 507].includes(status)) return refused(name, status)
	}
	if (signal.aborted) return fail('upload-cancelled', `Adding “${name}” was cancelled.`, { name })
	return fail('upload-interrupted', `“${name}” could not be copied to Holdfast: the connection was lost again and again. Try again.`, {
		name
	})
}

/** How much is here. Null: nobody answers. */
async function ask(
	upload: string,
	headers: Record<string, string>,
	signal: AbortSignal
): Promise<{ status: number; offset: number; room: number } | null> {
	try {
		const response = await fetch(`/uploads/${upload}`, { method: 'HEAD', headers, signal, cache: 'no-store' })
		const number = (header: string) => Number(response.headers.get(header) ?? 0)
		return { status: response.status, offset: number('Upload-Offset'), room: number('Upload-Room') }
	} catch {
		return null
	}
}

/** Gives the status of the answer, 0 when the line broke, null when it was cancelled. */
function send(
	file: File,
	upload: string,
	offset: number,
	headers: Record<string, string>,
	signal: AbortSignal,
	onProgress: (bytes: number) => void
): Promise<number | null> {
	return new Promise(resolve => {
		// XMLHttpRequest, because fetch tells nothing about how far an upload is.
		const request = new XMLHttpRequest()
		const cancel = () => request.abort()
		const end = (status: number | null) => {
			signal.removeEventListener('abort', cancel)
			resolve(status)
		}
		signal.addEventListener('abort', cancel)
		request.upload.onprogress = event => onProgress(event.loaded)
		request.onabort = () => end(null)
		request.onerror = () => end(0)
		request.onload = () => end(request.status)
		request.open('PATCH', `/uploads/${upload}`)
		for (const [name, value] of Object.entries({ ...headers, 'Upload-Offset': String(offset) })) request.setRequestHeader(name, value)
		// A part of a file is read from disk as it is sent.
		request.send(file.slice(offset))
	})
}

/** A browser says of a file that can't be read only that the request failed, as of a lost line. */
async function canBeRead(file: File, offset: number): Promise<boolean> {
	if (file.size === 0) return true
	const from = Math.min(offset, file.size - 1)
	return await file
		.slice(from, from + 1)
		.arrayBuffer()
		.then(
			() => true,
			() => false
		)
}

function base64(text: string): string {
	return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise(resolve => {
		const end = () => {
			clearTimeout(timer)
			signal.removeEventListener('abort', end)
			resolve()
		}
		const timer = setTimeout(end, ms)
		signal.addEventListener('abort', end)
		if (signal.aborted) end()
	})
}

function unreadable(name: string): Result<null> {
	return fail('upload-unreadable', `“${name}” can’t be read any more: was it moved, renamed or changed? Choose it again.`, { name })
}

function refused(name: string, status: number): Result<null> {
	return fail('upload-refused', `Holdfast did not take “${name}” (status ${status}). Reload the page and try again.`, { name, status })
}
