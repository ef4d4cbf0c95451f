/** Writes networks in ONNX's format (https://onnx.ai/onnx/repo-docs/IR.html), of which this is the little that a small one needs. */

/** What a tensor holds, by ONNX's numbers. */
const TYPES = { float: 1, int32: 6, int64: 7, bool: 9 } as const
export type Type = keyof typeof TYPES
/** A name is a size that is known only when it runs. */
export type Shape = ReadonlyArray<number | string>
type Attribute = number | readonly number[] | { readonly float: number }

/** A network under construction: its inputs, what is computed one after the other, its outputs. */
export class Graph {
	readonly #nodes: Buffer[] = []
	readonly #constants: Buffer[] = []
	readonly #inputs: Buffer[] = []
	readonly #outputs: Buffer[] = []
	#names = 0

	input(name: string, type: Type, shape: Shape): string {
		this.#inputs.push(valueInfo(name, type, shape))
		return name
	}

	constant(type: 'float' | 'int32' | 'int64', dims: readonly number[], values: readonly number[]): string {
		const name = this.#name()
		const raw = Buffer.alloc(values.length * (type === 'int64' ? 8 : 4))
		for (const [i, value] of values.entries()) {
			if (type === 'float') raw.writeFloatLE(value, i * 4)
			else if (type === 'int32') raw.writeInt32LE(value, i * 4)
			else raw.writeBigInt64LE(BigInt(value), i * 8)
		}
		this.#constants.push(Buffer.concat([...dims.map(dim => whole(1, dim)), whole(2, TYPES[type]), text(8, name), bytes(9, raw)]))
		return name
	}

	ints(...values: readonly number[]): string {
		return this.constant('int64', [values.length], values)
	}

	/** An operator of ONNX's, by its name there. Returns what its first output is called. */
	op(type: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
		const name = this.#name()
		this.#nodes.push(
			Buffer.concat([
				...inputs.map(input => text(1, input)),
				text(2, name),
				text(4, type),
				...Object.entries(attributes).map(([key, value]) => bytes(5, attribute(key, value)))
			])
		)
		return name
	}

	output(name: string, value: string, type: Type, shape: Shape): void {
		this.#nodes.push(Buffer.concat([text(1, value), text(2, name), text(4, 'Identity')]))
		this.#outputs.push(valueInfo(name, type, shape))
	}

	/** The whole file. `metadata`: what it says of itself, and what sherpa-onnx looks for. */
	model(metadata: Readonly<Record<string, string | number>> = {}): Buffer {
		const graph = Buffer.concat([
			...this.#nodes.map(node => bytes(1, node)),
			text(2, 'small'),
			...this.#constants.map(constant => bytes(5, constant)),
			...this.#inputs.map(input => bytes(11, input)),
			...this.#outputs.map(output => bytes(12, output))
		])
		return Buffer.concat([
			whole(1, 8),
			text(2, 'holdfast'),
			bytes(7, graph),
			bytes(8, Buffer.concat([text(1, ''), whole(2, 13)])),
			...Object.entries(metadata).map(([key, value]) => bytes(14, Buffer.concat([text(1, key), text(2, String(value))])))
		])
	}

	#name(): string {
		return `v${this.#names++}`
	}
}

function valueInfo(name: string, type: Type, shape: Shape): Buffer {
	const dims = shape.map(dim => bytes(1, typeof dim === 'number' ? whole(1, dim) : text(2, dim)))
	const tensor = Buffer.concat([whole(1, TYPES[type]), bytes(2, Buffer.concat(dims))])
	return Buffer.concat([text(1, name), bytes(2, bytes(1, tensor))])
}

function attribute(name: string, value: Attribute): Buffer {
	if (typeof value === 'number') return Buffer.concat([text(1, name), whole(3, value), whole(20, 2)])
	if ('float' in value) {
		const raw = Buffer.alloc(4)
		raw.writeFloatLE(value.float)
		return Buffer.concat([text(1, name), Buffer.from([(2 << 3) | 5]), raw, whole(20, 1)])
	}
	return Buffer.concat([text(1, name), ...value.map(one => whole(8, one)), whole(20, 7)])
}

/** A field that is a whole number. */
function whole(field: number, value: number): Buffer {
	return Buffer.concat([varint(BigInt(field << 3)), varint(BigInt.asUintN(64, BigInt(value)))])
}

function text(field: number, value: string): Buffer {
	return bytes(field, Buffer.from(value))
}

/** A field of bytes, or of fields. */
function bytes(field: number, value: Buffer): Buffer {
	return Buffer.concat([varint(BigInt((field << 3) | 2)), varint(BigInt(value.length)), value])
}

function varint(value: bigint): Buffer {
	const out: number[] = []
	for (let rest = value; ; rest >>= 7n) {
		const low = Number(rest & 127n)
		if (rest < 128n) return Buffer.from([...out, low])
		out.push(low | 128)
	}
}
