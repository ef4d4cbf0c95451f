/** Little-endian bytes of numbers and texts, one behind the other. */
export function pack(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
	let at = 0
	for (const part of parts) {
		whole.set(part, at)
		at += part.length
	}
	return whole
}

export const u8 = (...values: number[]): number[] => values.map(value => value & 255)
export const u16 = (...values: number[]): number[] => values.flatMap(value => u8(value, value >>> 8))
export const u32 = (...values: number[]): number[] => values.flatMap(value => u16(value, value >>> 16))
export const u64 = (...values: (bigint | number)[]): number[] =>
	values.map(BigInt).flatMap(value => u32(Number(value & 0xffffffffn), Number((value >> 32n) & 0xffffffffn)))
export const zeros = (count: number): number[] => Array.from({ length: count }, () => 0)

export interface SynthModule {
	readonly base: bigint
	readonly size: number
	readonly path: string
	/** The whole CodeView record. */
	readonly codeView?: Uint8Array
	/** Four parts. */
	readonly version?: readonly [number, number, number, number]
}

export interface SynthThread {
	readonly id: number
	readonly name?: string
	readonly stack?: { readonly start: bigint; readonly bytes: Uint8Array }
	readonly context?: Uint8Array
}

export interface SynthException {
	readonly threadId: number
	readonly code: number
	readonly flags?: number
	readonly address?: bigint
	readonly parameters?: readonly bigint[]
	readonly context?: Uint8Array
}

/** Platform numbers of SystemInfo, and processors. */
export const LINUX = 0x8201
export const MACOS = 0x8101
export const WINDOWS = 2
export const X86 = 0
export const X86_64 = 9
export const ARM64 = 12

/** Builds a minidump piece by piece: what is added first lies first in the file. */
export class SynthDump {
	readonly #pieces: Uint8Array[] = [new Uint8Array(32)]
	readonly #directory: [type: number, size: number, at: number][] = []
	#size = 32

	/** Puts bytes into the file; returns where. */
	place(bytes: Uint8Array): number {
		const at = this.#size
		this.#pieces.push(bytes)
		this.#size += bytes.length
		return at
	}

	/** A location descriptor (size, place) of the bytes. */
	located(bytes: Uint8Array | undefined): number[] {
		return bytes === undefined ? u32(0, 0) : u32(bytes.length, this.place(bytes))
	}

	utf16(text: string): number {
		return this.place(pack(u32(text.length * 2), Buffer.from(`${text}\0`, 'utf16le')))
	}

	utf8(text: string): number {
		const bytes = Buffer.from(text)
		return this.place(pack(u32(bytes.length), bytes, [0]))
	}

	stream(type: number, bytes: Uint8Array): this {
		this.#directory.push([type, bytes.length, this.place(bytes)])
		return this
	}

	system(platform: number, cpu: number, detail = ''): this {
		const text = detail === '' ? 0 : this.utf16(detail)
		return this.stream(7, pack(u16(cpu, 6, 0), u8(4, 1), u32(10, 0, 22631, platform, text), u16(0, 0), zeros(24)))
	}

	misc(pid: number, startedAtSeconds: number): this {
		return this.stream(15, pack(u32(24, 3, pid, startedAtSeconds, 0, 0)))
	}

	exception({ threadId, code, flags = 0, address = 0n, parameters = [], context }: SynthException): this {
		const rest = zeros(8 * Math.max(0, 15 - parameters.length))
		const record = pack(u32(threadId, 0, code, flags), u64(0n, address), u32(parameters.length, 0), u64(...parameters), rest)
		return this.stream(6, pack(record, this.located(context)))
	}

	threads(threads: readonly SynthThread[]): this {
		const entries = threads.map(({ id, stack, context }) =>
			pack(u32(id, 0, 0, 0), u64(0n, stack?.start ?? 0n), this.located(stack?.bytes), this.located(context))
		)
		this.stream(3, pack(u32(threads.length), ...entries))
		const named = threads.flatMap(({ id, name }) => (name === undefined ? [] : [pack(u32(id), u64(this.utf16(name)))]))
		return named.length === 0 ? this : this.stream(24, pack(u32(named.length), ...named))
	}

	modules(modules: readonly SynthModule[]): this {
		const entries = modules.map(({ base, size, path, codeView, version }) => {
			const [a = 0, b = 0, c = 0, d = 0] = version ?? []
			const fixed = version === undefined ? zeros(52) : pack(u32(0xfeef04bd, 0x10000), u16(b, a, d, c), zeros(36))
			return pack(u64(base), u32(size, 0, 0, this.utf16(path)), fixed, this.located(codeView), zeros(24))
		})
		return this.stream(4, pack(u32(modules.length), ...entries))
	}

	memory(pieces: readonly { start: bigint; bytes: Uint8Array }[]): this {
		const entries = pieces.map(({ start, bytes }) => pack(u64(start), this.located(bytes)))
		return this.stream(5, pack(u32(pieces.length), ...entries))
	}

	dictionary(entries: Readonly<Record<string, string>>): Uint8Array {
		const pairs = Object.entries(entries).map(([key, value]) => pack(u32(this.utf8(key), this.utf8(value))))
		return pack(u32(pairs.length), ...pairs)
	}

	/** Annotations of the process, then of one module: simple ones and objects of type string. */
	crashpad(
		process: Readonly<Record<string, string>>,
		simple: Readonly<Record<string, string>>,
		objects: Readonly<Record<string, string>>
	): this {
		const entries = Object.entries(objects).map(([key, value]) => pack(u32(this.utf8(key)), u16(1, 0), u32(this.utf8(value))))
		const list = this.located(pack(u32(entries.length), ...entries))
		const module = this.located(pack(u32(1), u32(0, 0), this.located(this.dictionary(simple)), list))
		const modules = this.located(pack(u32(1), u32(0), module))
		const report = u8(0x33, 0x22, 0x11, 0, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff)
		return this.stream(0x43500001, pack(u32(1), report, zeros(16), this.located(this.dictionary(process)), modules))
	}

	bytes(writtenAtSeconds = 1_764_000_000): Uint8Array {
		const at = this.place(pack(...this.#directory.map(entry => u32(...entry))))
		const whole = pack(...this.#pieces)
		whole.set(pack(u32(0x504d444d, 0xa793, this.#directory.length, at, 0, writtenAtSeconds), u64(0)))
		return whole
	}
}

/** CONTEXT_AMD64 with these registers. */
export function amd64Context({ rip = 0n, rsp = 0n, rbp = 0n, rbx = 0n }): Uint8Array {
	const before = pack(zeros(48), u32(0x10001f, 0), zeros(64))
	return pack(before, u64(0, 0, 0, rbx, rsp, rbp, 0, 0), u64(0, 0, 0, 0, 0, 0, 0, 0), u64(rip), zeros(976))
}

/** CONTEXT_ARM64 with these registers. */
export function arm64Context({ pc = 0n, sp = 0n, fp = 0n, lr = 0n }): Uint8Array {
	return pack(u32(0x400007, 0), u64(...zeros(29)), u64(fp, lr, sp, pc), zeros(640))
}

/** "RSDS": GUID, age, name. */
export function pdb70(guid: readonly number[], age: number, name: string): Uint8Array {
	return pack(u32(0x53445352), u8(...guid), u32(age), Buffer.from(`${name}\0`))
}

/** "BpEL": an ELF build id. */
export function elfBuildId(id: readonly number[]): Uint8Array {
	return pack(u32(0x4270454c), u8(...id))
}
