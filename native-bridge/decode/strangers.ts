/** What a file is that is no sound or video at all, as far as its first bytes prove it. */
export type Stranger = 'archive' | 'document' | 'picture' | 'program' | 'notes' | 'playlist' | 'page' | 'encrypted' | 'text' | 'zeros'

/** Bytes of a file's beginning that are enough. */
export const HEAD_BYTES = 4_096

/** Beginnings as Latin-1, `at` other than 0 where it says so. None of them is the beginning of a sound or video file. */
const SIGNATURES: ReadonlyArray<{ readonly kind: Stranger; readonly mark: string; readonly at?: number }> = [
	{ kind: 'archive', mark: 'PK\x03\x04' },
	{ kind: 'archive', mark: 'PK\x05\x06' },
	{ kind: 'archive', mark: 'Rar!\x1a\x07' },
	{ kind: 'archive', mark: '7z\xbc\xaf\x27\x1c' },
	{ kind: 'archive', mark: '\x1f\x8b\x08' },
	{ kind: 'archive', mark: 'BZh' },
	{ kind: 'archive', mark: '\xfd7zXZ\x00' },
	{ kind: 'archive', mark: '\x28\xb5\x2f\xfd' },
	{ kind: 'archive', mark: 'ustar', at: 257 },
	{ kind: 'document', mark: '%PDF-' },
	{ kind: 'document', mark: '{\\rtf' },
	{ kind: 'document', mark: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
	{ kind: 'document', mark: 'SQLite format 3\x00' },
	{ kind: 'picture', mark: '\x89PNG\r\n\x1a\n' },
	{ kind: 'picture', mark: '\xff\xd8\xff' },
	{ kind: 'picture', mark: 'GIF8' },
	{ kind: 'picture', mark: 'II*\x00' },
	{ kind: 'picture', mark: 'MM\x00*' },
	{ kind: 'picture', mark: 'WEBP', at: 8 },
	{ kind: 'picture', mark: 'ftyphei', at: 4 },
	{ kind: 'picture', mark: 'ftypmif1', at: 4 },
	{ kind: 'picture', mark: 'ftypavif', at: 4 },
	{ kind: 'program', mark: '\x7fELF' },
	{ kind: 'program', mark: 'MZ' },
	{ kind: 'program', mark: '\xcf\xfa\xed\xfe' },
	{ kind: 'notes', mark: 'MThd\x00\x00\x00\x06' },
	{ kind: 'notes', mark: 'RMID', at: 8 },
	{ kind: 'playlist', mark: '#EXTM3U' },
	{ kind: 'playlist', mark: '[playlist]' },
	{ kind: 'encrypted', mark: 'Salted__' },
	{ kind: 'encrypted', mark: 'age-encryption.org/' },
	{ kind: 'encrypted', mark: '-----BEGIN PGP MESSAGE' }
]

/** Sound that none of our decoders knows: its beginning, and what people call it. */
const UNKNOWN_CODECS: ReadonlyArray<{ readonly mark: string; readonly name: string }> = [
	// Newer than DSS, and secret.
	{ mark: '\x03ds2', name: 'DS2 (Olympus and Philips dictation)' },
	{ mark: '\x07ds2', name: 'DS2 (Olympus and Philips dictation)' },
	{ mark: '\x03enc', name: 'DS2, encrypted (Olympus and Philips dictation)' },
	{ mark: 'MS_VOICE', name: 'MSV or DVF (Sony dictation)' },
	{ mark: '#!SILK', name: 'SILK (voice messages of Skype)' },
	{ mark: '\x02#!SILK', name: 'SILK (voice messages of WeChat and QQ)' },
	{ mark: 'OFR ', name: 'OptimFROG' },
	{ mark: 'ADIF', name: 'AAC in an ADIF file' }
]

/** The codec that these first bytes prove, when it is one that nothing here decodes; null for every other. */
export function undecodableCodec(head: Uint8Array): string | null {
	const text = latin1(head)
	return UNKNOWN_CODECS.find(({ mark }) => text.startsWith(mark))?.name ?? null
}

/** The kind that these first bytes prove; null when they prove none. */
export function strangerOf(head: Uint8Array): Stranger | null {
	const text = latin1(head)
	for (const { kind, mark, at = 0 } of SIGNATURES) if (text.startsWith(mark, at)) return kind
	const written = text
		.replace(/^\xef\xbb\xbf/, '')
		.trimStart()
		.slice(0, 200)
		.toLowerCase()
	if (written.startsWith('<!doctype html') || written.startsWith('<html')) return 'page'
	return null
}

/** The same of a file that no decoder takes: what looks like nothing but text or zeros is so, then. `tail`: its last bytes. */
export function hardlySound(head: Uint8Array, tail: Uint8Array): Stranger | null {
	const all = [head, tail]
	if (all.every(bytes => bytes.every(byte => byte === 0))) return 'zeros'
	// Letters of any language in UTF-8 or an old code page, but no control characters.
	const isText = (bytes: Uint8Array) => bytes.every(byte => byte >= 0x20 || byte === 9 || byte === 10 || byte === 12 || byte === 13)
	const letters = head.reduce((sum, byte) => sum + (byte < 0x80 ? 1 : 0), 0)
	return all.every(isText) && letters > head.length / 2 ? 'text' : null
}

/** Marks of the encryption objects in the header of WMA and WMV files (ASF specification §3.14, §3.15, §3.17), as they lie in the file. */
const ASF = '3026b2758e66cf11a6d900aa0062ce6c'
const ASF_LOCKS = ['fbb3112223bdd211b4b700a0c955fc6e', '14e68a292226174cb935dae07ee9289c', '338505438169e6499b74ad12cb86d58c']

/** Whether this is the beginning of a WMA or WMV file with copy protection, which FFmpeg would open and read noise from. */
export function isLockedAsf(head: Uint8Array): boolean {
	const hex = Buffer.from(head.buffer, head.byteOffset, head.length).toString('hex')
	return hex.startsWith(ASF) && ASF_LOCKS.some(lock => hex.includes(lock))
}

/** A sentence for each, with what to do. */
export const STRANGER_TEXT: Readonly<Record<Stranger, string>> = {
	archive: 'This is an archive (ZIP or the like), not a sound or video file. Unpack it, and add the files in it.',
	document: 'This is a document, not a sound or video file, whatever its name says.',
	picture: 'This is a picture, not a sound or video file, whatever its name says.',
	program: 'This is a program, not a sound or video file, whatever its name says.',
	notes: 'This file (MIDI) holds notes for instruments and no sound, so there is nothing to transcribe.',
	playlist: 'This is a playlist: it only names other files. Add those themselves.',
	page: 'This is a web page, not a sound or video file: a download that did not give the file itself? Download it again.',
	encrypted: 'The file is encrypted, so its sound can’t be read. Decrypt it first, and add what comes out.',
	text: 'This is a text file, not a sound or video file, whatever its name says.',
	zeros: 'The file holds nothing but zeros: copying it failed, or its disk or card is damaged. Copy it again if there is an original.'
}

function latin1(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
