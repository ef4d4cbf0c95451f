/**
 * A rule of inverse text normalisation as OpenFst writes it (VectorFst over the tropical semiring): bytes in, bytes out. Each `from` becomes
 * its `to`, all else stays.
 */
export function replacing(rules: Readonly<Record<string, string>>): Buffer {
	interface Arc {
		readonly in: number
		readonly out: number
		readonly weight: number
		readonly to: number
	}
	const states: Arc[][] = [[]]
	// To leave a byte as it is costs a little, so that a rule that fits is taken.
	for (let byte = 1; byte < 256; byte++) states[0]?.push({ in: byte, out: byte, weight: 1, to: 0 })
	for (const [from, to] of Object.entries(rules)) {
		const [reads, writes] = [[...Buffer.from(from)], [...Buffer.from(to)]]
		const steps = Math.max(reads.length, writes.length)
		for (let step = 0, at = 0; step < steps; step++) {
			const next = step === steps - 1 ? 0 : states.push([]) - 1
			states[at]?.push({ in: reads[step] ?? 0, out: writes[step] ?? 0, weight: 0, to: next })
			at = next
		}
	}
	const out: Buffer[] = []
	const i32 = (n: number) => put(4, b => b.writeInt32LE(n))
	const i64 = (n: number) => put(8, b => b.writeBigInt64LE(BigInt(n)))
	const f32 = (n: number) => put(4, b => b.writeFloatLE(n))
	const word = (text: string) => {
		i32(text.length)
		out.push(Buffer.from(text))
	}
	const put = (bytes: number, write: (buffer: Buffer) => void) => {
		const buffer = Buffer.alloc(bytes)
		write(buffer)
		out.push(buffer)
	}
	i32(2_125_659_606)
	word('vector')
	word('standard')
	// Version, flags (no symbol tables), what is known of it (nothing), where it begins, how many states and arcs.
	i32(2)
	i32(0)
	i64(3)
	i64(0)
	i64(states.length)
	i64(states.reduce((sum, arcs) => sum + arcs.length, 0))
	for (const [state, arcs] of states.entries()) {
		f32(state === 0 ? 0 : Number.POSITIVE_INFINITY)
		i64(arcs.length)
		for (const arc of arcs.toSorted((a, b) => a.in - b.in)) {
			i32(arc.in)
			i32(arc.out)
			f32(arc.weight)
			i32(arc.to)
		}
	}
	return Buffer.concat(out)
}
