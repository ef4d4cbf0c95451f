import { listEntries, type StreamKind } from './stream.ts'

/** More threads than any process of ours has; a dump that lists more is read this far. */
export const MAX_THREADS = 1024

/** MINIDUMP_THREAD_LIST. */
export const threadList: StreamKind = {
	type: 3,
	name: 'thread list',
	read(stream, into) {
		const entries = listEntries(stream, 48, MAX_THREADS)
		if (entries === undefined) return
		const { count, view } = entries
		let lost = 0
		for (let at = 0; at < count * 48; at += 48) {
			const size = view.getUint32(at + 32, true)
			const bytes = size === 0 ? undefined : stream.bytes.part(view.getUint32(at + 36, true), size)
			if (size > 0 && bytes === undefined) lost++
			into.threads.push({
				id: view.getUint32(at, true),
				name: null,
				stack: bytes === undefined ? null : { start: view.getBigUint64(at + 24, true), bytes },
				context: { size: view.getUint32(at + 40, true), at: view.getUint32(at + 44, true) }
			})
		}
		if (lost > 0) stream.report('cut-off', `The stacks of ${lost} of ${count} threads lie outside the file.`)
	}
}

/** MINIDUMP_THREAD_NAMES_STREAM. Its entries are packed to 12 bytes. */
export const threadNames: StreamKind = {
	type: 24,
	name: 'thread names',
	read(stream, into) {
		const entries = listEntries(stream, 12, MAX_THREADS)
		if (entries === undefined) return
		let lost = 0
		for (let at = 0; at < entries.count * 12; at += 12) {
			const name = stream.bytes.utf16(Number(entries.view.getBigUint64(at + 4, true)))
			if (name === undefined) lost++
			else into.threadNames.set(entries.view.getUint32(at, true), name)
		}
		if (lost > 0) stream.report('cut-off', `The names of ${lost} of ${entries.count} threads lie outside the file.`)
	}
}
