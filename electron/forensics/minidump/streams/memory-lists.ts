import { fixedEntries, leadingRecord, listEntries, type StreamKind } from './stream.ts'

/** A full dump of a large process has some thousands. */
const MAX_PIECES = 65_536

const PAGE_EXECUTE_ANY = 0xf0
const MEM_COMMIT = 0x1000

/** MINIDUMP_MEMORY_LIST: saved pieces of memory, each with its place in the file. */
export const memoryList: StreamKind = {
	type: 5,
	name: 'memory list',
	read(stream, into) {
		const entries = listEntries(stream, 16, MAX_PIECES)
		if (entries === undefined) return
		let lost = 0
		for (let at = 0; at < entries.count * 16; at += 16) {
			const bytes = stream.bytes.part(entries.view.getUint32(at + 12, true), entries.view.getUint32(at + 8, true))
			if (bytes === undefined) lost++
			else if (bytes.length > 0) into.memory.push({ start: entries.view.getBigUint64(at, true), bytes })
		}
		if (lost > 0) stream.report('cut-off', `${lost} of ${entries.count} pieces of memory lie outside the file.`)
	}
}

/** MINIDUMP_MEMORY64_LIST: the pieces lie one behind the other from one place on. */
export const memory64List: StreamKind = {
	type: 9,
	name: 'memory list (64 bits)',
	read(stream, into) {
		const record = leadingRecord(stream, 16)
		if (record === undefined) return
		const entries = fixedEntries(stream, 16, 16, Number(record.getBigUint64(0, true)), MAX_PIECES)
		if (entries === undefined) return
		let place = Number(record.getBigUint64(8, true))
		for (let n = 0; n < entries.count; n++) {
			const size = Number(entries.view.getBigUint64(n * 16 + 8, true))
			const bytes = stream.bytes.part(place, size)
			if (bytes === undefined) {
				stream.report('cut-off', `${entries.count - n} of ${entries.count} pieces of memory lie outside the file.`)
				return
			}
			if (size > 0) into.memory.push({ start: entries.view.getBigUint64(n * 16, true), bytes })
			place += size
		}
	}
}

/** MINIDUMP_MEMORY_INFO_LIST: access rights of the address space. Written on Windows and macOS. */
export const memoryInfoList: StreamKind = {
	type: 16,
	name: 'memory info list',
	read(stream, into) {
		const record = leadingRecord(stream, 16)
		if (record === undefined) return
		const [header, size] = [record.getUint32(0, true), record.getUint32(4, true)]
		if (header < 16 || size < 48) {
			stream.report('lie', `Its header says ${header} bytes and its entries ${size}; they have 16 and 48 at least.`)
			return
		}
		const entries = fixedEntries(stream, header, size, Number(record.getBigUint64(8, true)), MAX_PIECES)
		if (entries === undefined) return
		for (let at = 0; at < entries.count * size; at += size) {
			if (entries.view.getUint32(at + 32, true) !== MEM_COMMIT) continue
			const start = entries.view.getBigUint64(at, true)
			into.regions.push({
				start,
				end: start + entries.view.getBigUint64(at + 24, true),
				executable: (entries.view.getUint32(at + 36, true) & PAGE_EXECUTE_ANY) !== 0,
				file: null
			})
		}
	}
}
