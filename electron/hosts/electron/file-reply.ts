import { type FileHandle, open } from 'node:fs/promises'

/** Read at a time. */
const PIECE_BYTES = 65_536

/**
 * A file's answer, whole or the range asked for: Chromium's media player seeks by ranges and believes that a source without them can't be
 * sought in. The file may grow meanwhile; what counts is its size when asked. Null when it can't be opened.
 */
export async function replyWithFile(path: string, request: Request, headers: Readonly<Record<string, string>>): Promise<Response | null> {
	const file = await open(path, 'r').catch(() => null)
	if (!file) return null
	const { size } = await file.stat()
	const range = readRange(request.headers.get('range'), size)
	if (range === 'unsatisfiable') {
		await file.close()
		return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } })
	}
	const { from, to } = range ?? { from: 0, to: size }
	if (request.method === 'HEAD') await file.close()
	return new Response(request.method === 'HEAD' ? null : stream(file, from, to), {
		status: range ? 206 : 200,
		headers: {
			...headers,
			'Accept-Ranges': 'bytes',
			'Content-Length': String(to - from),
			...(range ? { 'Content-Range': `bytes ${from}-${to - 1}/${size}` } : {})
		}
	})
}

/**
 * The bytes that a `Range` header asks for, `to` exclusive. Null: all of them, also when it asks for several ranges or in another unit,
 * which a server may ignore (RFC 9110, 14.2).
 */
export function readRange(header: string | null, size: number): { from: number; to: number } | 'unsatisfiable' | null {
	const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
	if (first === undefined || last === undefined || (first === '' && last === '')) return null
	if (first === '') return Number(last) === 0 || size === 0 ? 'unsatisfiable' : { from: Math.max(0, size - Number(last)), to: size }
	const from = Number(first)
	const to = last === '' ? size : Math.min(Number(last) + 1, size)
	if (last !== '' && Number(last) < from) return null
	return from < size ? { from, to } : 'unsatisfiable'
}

function stream(file: FileHandle, from: number, to: number): ReadableStream<Uint8Array<ArrayBuffer>> {
	let at = from
	return new ReadableStream({
		async pull(controller) {
			try {
				const piece = new Uint8Array(Math.min(PIECE_BYTES, to - at))
				const { bytesRead } = piece.length > 0 ? await file.read(piece, 0, piece.length, at) : { bytesRead: 0 }
				at += bytesRead
				if (bytesRead > 0) controller.enqueue(piece.subarray(0, bytesRead))
				if (bytesRead > 0 && at < to) return
				controller.close()
				await file.close()
			} catch (error) {
				// A player that was told a length and gets less would wait for ever.
				controller.error(error)
				await file.close()
			}
		},
		cancel: () => file.close()
	})
}
