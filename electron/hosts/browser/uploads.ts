import type { IncomingMessage, ServerResponse } from 'node:http'
import * as v from 'valibot'
import { assertNever } from '../../../native-bridge/protocol/units.ts'
import { UploadPurpose } from '../../contract/intake.ts'
import type { App } from '../app.ts'

/**
 * Uploads that can be gone on with, by the rules of tus 1.0 (tus.io): `HEAD` tells in `Upload-Offset` how much is here, `PATCH` brings what
 * comes after that, and gets 409 when it doesn't. Two things are simpler, since page and server are one: the page makes up the id, and says
 * with each request which file it is (`Upload-Length`, `Upload-Metadata`: `name`, `changed` and what it is `for`, in base64).
 * 507: no room; `Upload-Room` has the bytes that are free. What has come stays whatever happens.
 */
export async function answerUpload(
	request: IncomingMessage,
	response: ServerResponse,
	upload: string,
	uploads: App['uploads']
): Promise<void> {
	const facts = factsIn(request)
	const offset = wholeNumber(request.headers['upload-offset'])
	response.setHeader('Cache-Control', 'no-store')
	if (request.method === 'HEAD') {
		request.resume()
		const standing = await uploads.standing(upload, facts?.bytes ?? null)
		if (standing === null) return end(response, 400)
		if (standing.is === 'full') response.setHeader('Upload-Room', standing.free)
		else response.setHeader('Upload-Offset', standing.bytes)
		return end(response, standing.is === 'full' ? 507 : 200)
	}
	if (facts === null || offset === null) return refuse(request, response, 400)
	const taken = await uploads.take(upload, facts, offset, request)
	if (taken === null) return refuse(request, response, 400)
	switch (taken.is) {
		case 'received':
			response.setHeader('Upload-Offset', taken.bytes)
			return end(response, 204)
		case 'elsewhere':
			response.setHeader('Upload-Offset', taken.offset)
			return refuse(request, response, 409)
		case 'full':
			response.setHeader('Upload-Room', taken.free)
			return refuse(request, response, 507)
		case 'too-long':
			return refuse(request, response, 413)
		case 'broken':
			return refuse(request, response, 500)
		default:
			assertNever(taken)
	}
}

/** Which file it is, as the page says; null when it doesn't. */
function factsIn({ headers }: IncomingMessage): Parameters<App['uploads']['take']>[1] | null {
	const bytes = wholeNumber(headers['upload-length'])
	const said = String(headers['upload-metadata'] ?? '')
		.split(',')
		.map(pair => pair.trim().split(' '))
	const value = (key: string) => Buffer.from(said.find(([name]) => name === key)?.[1] ?? '', 'base64').toString('utf8')
	const changedAt = wholeNumber(value('changed'))
	const purpose = purposeIn(value('for'))
	if (bytes === null || changedAt === null || purpose === null || value('name') === '') return null
	return { name: value('name').slice(0, 1_000), bytes, changedAt, purpose }
}

/** Who says nothing wants a transcript. Null: what nobody can make of a file. */
function purposeIn(text: string): UploadPurpose | null {
	if (text === '') return { for: 'transcript' }
	try {
		return v.parse(UploadPurpose, JSON.parse(text))
	} catch {
		return null
	}
}

function wholeNumber(text: string | string[] | undefined): number | null {
	return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null
}

/** What is still coming is not waited for: it may be 10 GB. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
	response.setHeader('Connection', 'close')
	response.on('finish', () => request.destroy())
	end(response, status)
}

function end(response: ServerResponse, status: number): void {
	if (!response.destroyed) response.writeHead(status).end()
}
