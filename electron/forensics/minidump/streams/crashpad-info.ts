import { guid } from './module-list.ts'
import { leadingRecord, listEntries, type Stream, type StreamKind } from './stream.ts'

/** Chromium sets about 60 on one module; a dump that has more is read this far. */
const MAX_ANNOTATIONS = 4096
const STRING = 1

/** MinidumpCrashpadInfo: what the program noted about itself before it died, for the process and for each of its modules. */
export const crashpadInfo: StreamKind = {
	type: 0x43500001,
	name: 'Crashpad info',
	read(stream, into) {
		const record = leadingRecord(stream, 52)
		if (record === undefined) return
		const found = new Map<string, string>()
		readDictionary(within(stream, record, 36), found)
		readModules(within(stream, record, 44), found)
		into.crashpad = { reportId: guid(record, 4), annotations: joinPieces(found) }
	}
}

/**
 * Chromium cuts a long value into `key__1`, `key__2`, …; they become one `key` again. Where a plain `key` exists too, the pieces are
 * something else and stay.
 */
export function joinPieces(annotations: ReadonlyMap<string, string>): Map<string, string> {
	const joined = new Map<string, string>()
	for (const [key, value] of annotations) {
		const [, whole, number] = /^(.+)__(\d{1,4})$/.exec(key) ?? []
		if (whole === undefined || annotations.has(whole) || !annotations.has(`${whole}__1`)) joined.set(key, value)
		else if (number === '1') joined.set(whole, allPieces(annotations, whole))
	}
	return joined
}

function allPieces(annotations: ReadonlyMap<string, string>, whole: string): string {
	let text = ''
	for (let n = 1; ; n++) {
		const piece = annotations.get(`${whole}__${n}`)
		if (piece === undefined) return text
		text += piece
	}
}

function readModules(list: Stream | undefined, found: Map<string, string>): void {
	const entries = list && listEntries(list, 12, MAX_ANNOTATIONS)
	if (list === undefined || entries === undefined) return
	for (let n = 0; n < entries.count; n++) {
		const module = within(list, entries.view, n * 12 + 4)
		// Older writers end before the list of objects.
		const record = module && leadingRecord(module, module.size < 28 ? 20 : 28)
		if (module === undefined || record === undefined) continue
		readDictionary(within(module, record, 12), found)
		if (record.byteLength === 28) readObjects(within(module, record, 20), found)
	}
}

/** MinidumpSimpleStringDictionary. What was noted first stays: the process before its modules. */
function readDictionary(stream: Stream | undefined, found: Map<string, string>): void {
	const entries = stream && listEntries(stream, 8, MAX_ANNOTATIONS)
	if (stream === undefined || entries === undefined) return
	for (let at = 0; at < entries.count * 8; at += 8) {
		note(stream, found, entries.view.getUint32(at, true), entries.view.getUint32(at + 4, true))
	}
}

/** MinidumpAnnotationList. Only strings have a meaning without the program that wrote them. */
function readObjects(stream: Stream | undefined, found: Map<string, string>): void {
	const entries = stream && listEntries(stream, 12, MAX_ANNOTATIONS)
	if (stream === undefined || entries === undefined) return
	for (let at = 0; at < entries.count * 12; at += 12) {
		if (entries.view.getUint16(at + 4, true) !== STRING) continue
		note(stream, found, entries.view.getUint32(at, true), entries.view.getUint32(at + 8, true))
	}
}

function note(stream: Stream, found: Map<string, string>, keyAt: number, valueAt: number): void {
	const key = stream.bytes.utf8(keyAt)
	const value = key === undefined ? undefined : stream.bytes.utf8(valueAt)
	if (key === undefined || value === undefined) stream.report('cut-off', 'An annotation lies outside the file.')
	else if (!found.has(key)) found.set(key, value)
}

/** The part of the file that the location descriptor at `at` of the record names; undefined when it is empty or outside. */
function within(stream: Stream, record: DataView, at: number): Stream | undefined {
	const [size, place] = [record.getUint32(at, true), record.getUint32(at + 4, true)]
	if (size === 0) return undefined
	if (place + size <= stream.bytes.size) return { ...stream, at: place, size }
	stream.report('cut-off', 'A list of annotations lies outside the file.')
	return undefined
}
