/** DW_EH_PE_…: how a pointer is written, and what it is counted from. */
const OMITTED = 0xff
const PC_RELATIVE = 0x10
const DATA_RELATIVE = 0x30

/**
 * Reads DWARF's encodings one behind the other. Where the bytes end it goes on with zeros and sets `failed`: ask once at the end.
 * Addresses are plain numbers, for those of a file stay far below 2^53; others fail where they are used.
 */
export class DwarfCursor {
	/** Offset of the next byte. */
	at = 0
	/** Something was read that isn't there. */
	failed = false
	readonly #view: DataView
	readonly #address: number

	/** @param address of the first byte, from which relative pointers count */
	constructor(view: DataView, address: number) {
		this.#view = view
		this.#address = address
	}

	get size(): number {
		return this.#view.byteLength
	}

	get atEnd(): boolean {
		return this.failed || this.at >= this.#view.byteLength
	}

	/** Address of the next byte. */
	get address(): number {
		return this.#address + this.at
	}

	u8(): number {
		const at = this.#step(1)
		return at < 0 ? 0 : this.#view.getUint8(at)
	}

	u16(): number {
		const at = this.#step(2)
		return at < 0 ? 0 : this.#view.getUint16(at, true)
	}

	u32(): number {
		const at = this.#step(4)
		return at < 0 ? 0 : this.#view.getUint32(at, true)
	}

	u64(): number {
		const at = this.#step(8)
		return at < 0 ? 0 : Number(this.#view.getBigUint64(at, true))
	}

	/** LEB128 without sign. More than 2^53 fails. */
	uleb(): number {
		const value = this.#leb(byte => byte & 0x7f)
		if (value > Number.MAX_SAFE_INTEGER) this.failed = true
		return this.failed ? 0 : value
	}

	/** LEB128 with sign. */
	sleb(): number {
		let last = 0
		let length = 0
		const value = this.#leb(byte => {
			last = byte
			length++
			return byte & 0x7f
		})
		if (value > Number.MAX_SAFE_INTEGER) this.failed = true
		return this.failed ? 0 : last & 0x40 ? value - 2 ** (7 * length) : value
	}

	/** A pointer by its DW_EH_PE encoding; `dataBase` is what data-relative ones count from. An omitted one is 0. */
	pointer(encoding: number, dataBase = 0): number {
		if (encoding === OMITTED) return 0
		const base = (encoding & 0x70) === PC_RELATIVE ? this.address : (encoding & 0x70) === DATA_RELATIVE ? dataBase : 0
		return base + this.#plain(encoding & 0x0f)
	}

	/** The next `size` bytes. */
	block(size: number): Uint8Array {
		const at = this.#step(size)
		return at < 0 ? new Uint8Array() : new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, size)
	}

	#plain(format: number): number {
		switch (format) {
			case 0x00:
			case 0x04:
				return this.u64()
			case 0x01:
				return this.uleb()
			case 0x02:
				return this.u16()
			case 0x03:
				return this.u32()
			case 0x09:
				return this.sleb()
			case 0x0a:
				return (this.u16() << 16) >> 16
			case 0x0b:
				return this.u32() | 0
			case 0x0c:
				return Number(BigInt.asIntN(64, BigInt(this.u64())))
			default:
				this.failed = true
				return 0
		}
	}

	#leb(bits: (byte: number) => number): number {
		let value = 0
		for (let factor = 1; ; factor *= 128) {
			const byte = this.u8()
			value += bits(byte) * factor
			if ((byte & 0x80) === 0 || this.failed) return value
			if (factor > 2 ** 63) this.failed = true
		}
	}

	#step(size: number): number {
		const at = this.at
		if (!(size >= 0 && at + size <= this.#view.byteLength)) this.failed = true
		if (this.failed) return -1
		this.at = at + size
		return at
	}
}
