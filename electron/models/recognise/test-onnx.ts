/** ONNX files that say something of themselves and have a graph of so many bytes that means nothing. */
export function onnxOf(metadata: Readonly<Record<string, string>>, graphBytes = 1_000): Buffer {
	const field = (number: number, bytes: Buffer) => Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes])
	const entries = Object.entries(metadata).map(([key, value]) =>
		field(14, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))]))
	)
	return Buffer.concat([varint(8), varint(8), field(2, Buffer.from('a test')), field(7, Buffer.alloc(graphBytes, 0xff)), ...entries])
}

function varint(value: number): Buffer {
	const bytes: number[] = []
	for (let rest = value; ; rest = Math.floor(rest / 128)) {
		if (rest < 128) return Buffer.from([...bytes, rest])
		bytes.push((rest % 128) + 128)
	}
}
