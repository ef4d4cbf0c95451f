import { type Bytes, hexDigits } from '../bytes.ts'
import { listEntries, type StreamKind } from './stream.ts'

/** Chromium has about 220; a dump that lists more than this is read this far. */
const MAX_MODULES = 4096
const ENTRY = 108

/** Signatures of a CodeView record: "RSDS" (PDB 7.0), "BpEL" (ELF build id). */
const PDB70 = 0x53445352
const ELF_BUILD_ID = 0x4270454c
const MAX_BUILD_ID = 64

/** First word of a VS_FIXEDFILEINFO that is filled in. */
const FIXED_FILE_INFO = 0xfeef04bd

/** MINIDUMP_MODULE_LIST: what was loaded where, and which build of it. */
export const moduleList: StreamKind = {
	type: 4,
	name: 'module list',
	read(stream, into) {
		const entries = listEntries(stream, ENTRY, MAX_MODULES)
		if (entries === undefined) return
		const { count, view } = entries
		let nameless = 0
		for (let at = 0; at < count * ENTRY; at += ENTRY) {
			const path = stream.bytes.utf16(view.getUint32(at + 20, true))
			if (path === undefined) nameless++
			const size = view.getUint32(at + 8, true)
			into.modules.push({
				path: path ?? '',
				base: view.getBigUint64(at, true),
				size,
				...identity(stream.bytes, view.getUint32(at + 80, true), view.getUint32(at + 76, true)),
				version: version(view, at + 24)
			})
		}
		if (nameless > 0) stream.report('cut-off', `The names of ${nameless} of ${count} modules lie outside the file.`)
	}
}

function identity(bytes: Bytes, at: number, size: number): { debugId: string | null; buildId: string | null } {
	const record = size < 5 ? undefined : bytes.view(at, Math.min(size, 24))
	const signature = record?.getUint32(0, true)
	if (signature === ELF_BUILD_ID) {
		const id = bytes.part(at + 4, Math.min(size - 4, MAX_BUILD_ID))
		const digits = id && /[^0]/.test(hexDigits(id)) ? hexDigits(id) : null
		return { debugId: digits, buildId: digits }
	}
	if (signature !== PDB70 || record === undefined || record.byteLength < 24) return { debugId: null, buildId: null }
	const id = bytes.part(at + 4, 16)
	if (id === undefined || id.every(byte => byte === 0)) return { debugId: null, buildId: null }
	const age = record.getUint32(20, true).toString(16)
	return { debugId: guid(record, 4) + age, buildId: hexDigits(id) }
}

/** 32 digits in upper case without dashes: Microsoft's order, in which the first three fields are numbers. */
export function guid(view: DataView, at: number): string {
	const digits = (value: number, length: number) => value.toString(16).padStart(length, '0')
	let text = digits(view.getUint32(at, true), 8) + digits(view.getUint16(at + 4, true), 4) + digits(view.getUint16(at + 6, true), 4)
	for (let n = 8; n < 16; n++) text += digits(view.getUint8(at + n), 2)
	return text.toUpperCase()
}

function version(view: DataView, at: number): string | null {
	if (view.getUint32(at, true) !== FIXED_FILE_INFO) return null
	const parts = [view.getUint16(at + 10, true), view.getUint16(at + 8, true), view.getUint16(at + 14, true), view.getUint16(at + 12, true)]
	return parts.some(part => part > 0) ? parts.join('.') : null
}
