import { leadingRecord, type StreamKind } from './stream.ts'

/** EXCEPTION_MAXIMUM_PARAMETERS */
const MAX_PARAMETERS = 15

/** MINIDUMP_EXCEPTION_STREAM: one layout on all platforms, with another meaning on each (`reason.ts`). */
export const exception: StreamKind = {
	type: 6,
	name: 'exception',
	read(stream, into) {
		const record = leadingRecord(stream, 168)
		if (record === undefined) return
		const claimed = record.getUint32(32, true)
		if (claimed > MAX_PARAMETERS) stream.report('lie', `It claims ${claimed} parameters; there can be ${MAX_PARAMETERS}.`)
		into.exception = {
			threadId: record.getUint32(0, true),
			code: record.getUint32(8, true),
			flags: record.getUint32(12, true),
			address: record.getBigUint64(24, true),
			parameters: Array.from({ length: Math.min(claimed, MAX_PARAMETERS) }, (_, n) => record.getBigUint64(40 + 8 * n, true)),
			context: { at: record.getUint32(164, true), size: record.getUint32(160, true) }
		}
	}
}
