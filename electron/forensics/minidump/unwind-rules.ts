import { DwarfCursor } from './dwarf-cursor.ts'
import type { UnwindEntry } from './unwind-index.ts'

/** Deepest nesting of remembered rows; compilers use one. */
const MAX_REMEMBERED = 32
const MAX_REGISTER = 128

/** How a register of the calling function is found. */
export type Rule =
	| { readonly kind: 'undefined' }
	| { readonly kind: 'same' }
	/** In memory, `offset` bytes from the frame's address. */
	| { readonly kind: 'saved'; readonly offset: number }
	/** It is that address itself. */
	| { readonly kind: 'address'; readonly offset: number }
	| { readonly kind: 'register'; readonly register: number }
	/** In memory, where the expression says. */
	| { readonly kind: 'saved-by'; readonly expression: Uint8Array }
	/** It is what the expression says. */
	| { readonly kind: 'value-of'; readonly expression: Uint8Array }

/** The frame's address: what the stack pointer was before the call (CFA). */
export type FrameAddress =
	| { readonly kind: 'register'; readonly register: number; readonly offset: number }
	| { readonly kind: 'expression'; readonly expression: Uint8Array }

/** The rules that hold at one instruction. */
export interface Row {
	readonly frame: FrameAddress
	readonly rules: ReadonlyMap<number, Rule>
}

/** Runs the entry's instructions up to `address` (of the file); null when they make no sense. */
export function rowAt(entry: UnwindEntry, address: number): Row | null {
	const machine = new Machine(entry)
	if (!machine.run(entry.initial, Number.POSITIVE_INFINITY)) return null
	machine.keepAsInitial()
	if (!machine.run(entry.instructions, address) || machine.frame === null) return null
	return { frame: machine.frame, rules: machine.rules }
}

class Machine {
	frame: FrameAddress | null = null
	rules = new Map<number, Rule>()
	#initial = new Map<number, Rule>()
	#location: number
	readonly #remembered: [FrameAddress | null, Map<number, Rule>][] = []
	readonly #entry: UnwindEntry

	constructor(entry: UnwindEntry) {
		this.#entry = entry
		this.#location = entry.start
	}

	keepAsInitial(): void {
		this.#initial = new Map(this.rules)
		this.#location = this.#entry.start
	}

	/** Stops in front of the first instruction that is about a later address. False: damaged. */
	run(program: Uint8Array, address: number): boolean {
		const from = new DwarfCursor(new DataView(program.buffer, program.byteOffset, program.length), 0)
		while (!from.atEnd && this.#location <= address) {
			const byte = from.u8()
			const low = byte & 0x3f
			const done =
				byte >> 6 === 1
					? this.#advance(low)
					: byte >> 6 === 2
						? this.#saved(low, from.uleb())
						: byte >> 6 === 3
							? this.#restore(low)
							: this.#extended(low, from)
			if (!done || from.failed) return false
		}
		return !from.failed
	}

	#extended(operation: number, from: DwarfCursor): boolean {
		switch (operation) {
			case 0x00: // nop
				return true
			case 0x02: // advance_loc1
				return this.#advance(from.u8())
			case 0x03: // advance_loc2
				return this.#advance(from.u16())
			case 0x04: // advance_loc4
				return this.#advance(from.u32())
			case 0x05: // offset_extended
				return this.#saved(from.uleb(), from.uleb())
			case 0x06: // restore_extended
				return this.#restore(from.uleb())
			case 0x07: // undefined
				return this.#set(from.uleb(), { kind: 'undefined' })
			case 0x08: // same_value
				return this.#set(from.uleb(), { kind: 'same' })
			case 0x09: // register
				return this.#set(from.uleb(), { kind: 'register', register: from.uleb() })
			case 0x0a: // remember_state
				return this.#remembered.push([this.frame, new Map(this.rules)]) <= MAX_REMEMBERED
			case 0x0b: // restore_state
				return this.#recall()
			case 0x0c: // def_cfa
				return this.#define(from.uleb(), from.uleb())
			case 0x0d: // def_cfa_register
				return this.frame?.kind === 'register' && this.#define(from.uleb(), this.frame.offset)
			case 0x0e: // def_cfa_offset
				return this.frame?.kind === 'register' && this.#define(this.frame.register, from.uleb())
			case 0x0f: // def_cfa_expression
				this.frame = { kind: 'expression', expression: from.block(from.uleb()) }
				return true
			case 0x10: // expression
				return this.#set(from.uleb(), { kind: 'saved-by', expression: from.block(from.uleb()) })
			case 0x11: // offset_extended_sf
				return this.#saved(from.uleb(), from.sleb())
			case 0x12: // def_cfa_sf
				return this.#define(from.uleb(), from.sleb() * this.#entry.dataFactor)
			case 0x13: // def_cfa_offset_sf
				return this.frame?.kind === 'register' && this.#define(this.frame.register, from.sleb() * this.#entry.dataFactor)
			case 0x14: // val_offset
				return this.#set(from.uleb(), { kind: 'address', offset: from.uleb() * this.#entry.dataFactor })
			case 0x15: // val_offset_sf
				return this.#set(from.uleb(), { kind: 'address', offset: from.sleb() * this.#entry.dataFactor })
			case 0x16: // val_expression
				return this.#set(from.uleb(), { kind: 'value-of', expression: from.block(from.uleb()) })
			case 0x2e: // GNU_args_size: of no use for finding frames
				from.uleb()
				return true
			case 0x2f: // GNU_negative_offset_extended
				return this.#saved(from.uleb(), -from.uleb())
			default:
				return false
		}
	}

	#advance(units: number): boolean {
		this.#location += units * this.#entry.codeFactor
		return true
	}

	#saved(register: number, units: number): boolean {
		return this.#set(register, { kind: 'saved', offset: units * this.#entry.dataFactor })
	}

	#set(register: number, rule: Rule): boolean {
		if (register <= MAX_REGISTER) this.rules.set(register, rule)
		return true
	}

	#restore(register: number): boolean {
		const rule = this.#initial.get(register)
		if (rule === undefined) this.rules.delete(register)
		else this.#set(register, rule)
		return true
	}

	#recall(): boolean {
		const [frame, rules] = this.#remembered.pop() ?? []
		if (rules === undefined) return false
		this.frame = frame ?? null
		this.rules = rules
		return true
	}

	#define(register: number, offset: number): boolean {
		this.frame = { kind: 'register', register, offset }
		return true
	}
}
