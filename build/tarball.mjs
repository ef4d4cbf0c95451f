import { gunzipSync } from 'node:zlib'

const BLOCK = 512

/**
 * Reads regular files out of an npm tarball (gzip, ustar). Node has no tar reader of its own and not every system has `tar`; npm's tarballs
 * need only this much of the format: plain files with short names. Anything else in the archive (directories, links, pax records) is passed over.
 *
 * @param {Uint8Array} tarball the bytes of the `.tgz`; check their integrity first
 * @param {readonly string[]} names paths inside the archive, with the leading `package/`
 * @returns {Map<string, Buffer>} those that were found, by name; views into one buffer
 * @throws {Error} when the bytes are not gzip, or a header's checksum is wrong
 */
export function readTarball(tarball, names) {
	const tar = gunzipSync(tarball)
	const wanted = new Set(names)
	const found = new Map()
	for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
		const header = tar.subarray(at, at + BLOCK)
		if (octal(header, 148, 8) !== checksum(header)) throw new Error(`not a tar header at byte ${at}`)
		const prefix = text(header, 345, 155)
		const name = prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`
		const size = octal(header, 124, 12)
		const type = text(header, 156, 1)
		const body = at + BLOCK
		if ((type === '0' || type === '') && wanted.has(name) && body + size <= tar.length) found.set(name, tar.subarray(body, body + size))
		at = body + Math.ceil(size / BLOCK) * BLOCK
	}
	return found
}

/** @param {Uint8Array} header @param {number} from @param {number} length */
function text(header, from, length) {
	const field = Buffer.from(header.subarray(from, from + length))
	const end = field.indexOf(0)
	return field.toString('utf8', 0, end === -1 ? length : end)
}

/** @param {Uint8Array} header @param {number} from @param {number} length */
function octal(header, from, length) {
	return Number.parseInt(text(header, from, length).trim() || '0', 8)
}

/** The sum of the header's bytes, its own checksum field counted as spaces. @param {Uint8Array} header */
function checksum(header) {
	let sum = 0
	for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : (header[i] ?? 0)
	return sum
}
