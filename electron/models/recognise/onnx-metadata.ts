import { type FileHandle, open } from 'node:fs/promises'

/** Field numbers of `ModelProto` and of `StringStringEntryProto`, as onnx.proto has them. */
const METADATA_PROPS = 14
const KEY = 1
const VALUE = 2
/** An honest model has some dozen; the longest is a list of tokens in the model's own keeping. */
const MOST_FIELDS = 10_000
const MOST_ENTRY_BYTES = 1_000_000

/**
 * What an ONNX file says of itself (`model_type`, `version`…), read without the graph: fields at the top are stepped over, so that of a gigabyte
 * a few hundred bytes are read. Null: it is none, or damaged.
 */
export async function readMetadata(path: string): Promise<ReadonlyMap<string, string> | null> {
	const file = await open(path)
	try {
		return await read(file, (await file.stat()).size)
	} catch (error) {
		if (error instanceof NoOnnx) return null
		throw error
	} finally {
		await file.close()
	}
}

class NoOnnx extends Error {}

async function read(file: FileHandle, size: number): Promise<ReadonlyMap<string, string>> {
	const metadata = new Map<string, string>()
	let at = 0
	for (let fields = 0; at < size; fields++) {
		if (fields > MOST_FIELDS) throw new NoOnnx()
		const head = await bytesAt(file, at, Math.min(20, size - at))
		const tag = varint(head, 0)
		const [number, wire] = [Math.floor(tag.value / 8), tag.value % 8]
		// The highest in use is 25; what is no protobuf has any.
		if (number === 0 || number > 100) throw new NoOnnx()
		if (wire === 0) at += varint(head, tag.next).next
		else if (wire === 1) at += tag.next + 8
		else if (wire === 5) at += tag.next + 4
		else if (wire === 2) {
			const length = varint(head, tag.next)
			const from = at + length.next
			if (from + length.value > size) throw new NoOnnx()
			if (number === METADATA_PROPS && length.value <= MOST_ENTRY_BYTES) {
				const [key, value] = entry(await bytesAt(file, from, length.value))
				metadata.set(key, value)
			}
			at = from + length.value
		} else throw new NoOnnx()
	}
	if (at !== size || size === 0) throw new NoOnnx()
	return metadata
}

function entry(bytes: Uint8Array): [key: string, value: string] {
	let [key, value] = ['', '']
	for (let at = 0; at < bytes.length; ) {
		const tag = varint(bytes, at)
		const length = varint(bytes, tag.next)
		const end = length.next + length.value
		if (tag.value % 8 !== 2 || end > bytes.length) throw new NoOnnx()
		const text = new TextDecoder().decode(bytes.subarray(length.next, end))
		if (Math.floor(tag.value / 8) === KEY) key = text
		if (Math.floor(tag.value / 8) === VALUE) value = text
		at = end
	}
	return [key, value]
}

/** As a number: none of ours is past 2^53. */
function varint(bytes: Uint8Array, from: number): { value: number; next: number } {
	let value = 0
	for (let n = 0; n < 10; n++) {
		const byte = bytes[from + n]
		if (byte === undefined) break
		value += (byte & 0x7f) * 2 ** (7 * n)
		if (byte < 0x80) {
			if (!Number.isSafeInteger(value)) break
			return { value, next: from + n + 1 }
		}
	}
	throw new NoOnnx()
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
	return buffer.subarray(0, bytesRead)
}
