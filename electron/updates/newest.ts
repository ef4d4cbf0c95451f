import { createPublicKey, verify } from 'node:crypto'
import * as v from 'valibot'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { UpdateSource } from './source.ts'

/** What a feed gives, as JSON: the release as text, byte for byte what was signed, and the signature (Ed25519, base64). */
const SignedRelease = v.object({ release: v.pipe(v.string(), v.maxLength(10_000)), signature: v.pipe(v.string(), v.maxLength(200)) })

const Release = v.object({
	/** `1.2.3`: a version to be tried out is nobody's update. */
	version: v.pipe(v.string(), v.regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/)),
	/** The page where people get it. */
	page: v.pipe(v.string(), v.maxLength(1_000), v.regex(/^https:\/\/[^\s<>"]+$/))
})
export type Release = v.InferOutput<typeof Release>

const PATIENCE_MS = 15_000
const MOST_BYTES = 64_000

/**
 * The newest release, by the word of the source's owner. Nothing of this machine is sent but the request itself. Problems:
 * `update-unreachable`; `update-unsigned`, when it is not the owner's word or can't be read.
 */
export async function newestRelease(source: UpdateSource): Promise<Result<Release>> {
	let text: string
	try {
		const answer = await fetch(source.feed, {
			signal: AbortSignal.timeout(PATIENCE_MS),
			headers: { accept: 'application/json' },
			cache: 'no-store'
		})
		if (!answer.ok) return unreachable(`it answers ${answer.status}`)
		text = await upTo(MOST_BYTES, answer)
	} catch (error) {
		return unreachable(String((error as Error).cause ?? error).slice(0, 200))
	}
	const signed = v.safeParse(SignedRelease, parsed(text))
	if (!signed.success || !isSigned(signed.output, source.key)) return unsigned()
	const release = v.safeParse(Release, parsed(signed.output.release))
	return release.success ? ok(release.output) : unsigned()
}

/** Whether version `a` comes after `b`, both `1.2.3`; what follows a hyphen in `b` (`1.2.3-beta`) comes before `1.2.3`. */
export function isNewer(a: string, b: string): boolean {
	const numbers = (version: string) => version.split('-')[0]?.split('.').map(Number) ?? []
	const [left, right] = [numbers(a), numbers(b)]
	for (const [i, number] of left.entries()) {
		const other = right[i] ?? 0
		if (number !== other) return number > other
	}
	return b.includes('-')
}

function isSigned({ release, signature }: v.InferOutput<typeof SignedRelease>, key: string): boolean {
	try {
		const owner = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
		return owner.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(release), owner, Buffer.from(signature, 'base64'))
	} catch {
		return false
	}
}

async function upTo(most: number, answer: Response): Promise<string> {
	const parts: Uint8Array[] = []
	let bytes = 0
	for await (const part of answer.body ?? []) {
		bytes += part.length
		if (bytes > most) throw new Error('it answers too much')
		parts.push(part)
	}
	return Buffer.concat(parts).toString('utf8')
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return null
	}
}

function unreachable(why: string) {
	return fail('update-unreachable', `Whether there is a newer Holdfast could not be found out: ${why}.`, { why })
}

function unsigned() {
	return fail(
		'update-unsigned',
		'What the update address answered is not signed by those who make Holdfast. It was thrown away. Is there a network that changes what is read, in a hotel say?'
	)
}
