import { leadingRecord, type StreamKind } from './stream.ts'

const HAS_PROCESS_ID = 1
const HAS_PROCESS_TIMES = 2

/** MINIDUMP_MISC_INFO, the first 24 bytes that every version has: whose dump this is. */
export const miscInfo: StreamKind = {
	type: 15,
	name: 'misc info',
	read(stream, into) {
		const record = leadingRecord(stream, 24)
		if (record === undefined) return
		const flags = record.getUint32(4, true)
		const started = record.getUint32(12, true)
		into.misc = {
			pid: flags & HAS_PROCESS_ID ? record.getUint32(8, true) : null,
			startedAt: flags & HAS_PROCESS_TIMES && started > 0 ? started * 1000 : null
		}
	}
}
