import { OPERATORS, SPECIAL, STANDARD } from './mangled-words.ts'

/** Deepest nesting that is followed; names of real programs stay below 30. */
const MAX_DEPTH = 64

/**
 * A C++ function's name as its author wrote it (`node::Environment::RunCleanup`), without parameters, and with `<…>` for what a template
 * was filled with. Made from the name that compilers of Linux and macOS write (Itanium C++ ABI, §5.1). Names of C, and those that use a
 * part of the grammar we don't know, come back as they are.
 */
export function readableName(symbol: string): string {
	// The part behind a dot is the compiler's: a copy of the function for one case, or its cold half.
	const [, mangled, rest = ''] = /^_(_?Z[^.@]+)(.*)$/.exec(symbol) ?? []
	if (mangled === undefined) return symbol
	const name = new NameReader(mangled.replace(/^_?Z/, '')).encoding()
	return name === null ? symbol : `${name}${/\.cold/.test(rest) ? ' (cold part)' : ''}`
}

class NameReader {
	readonly #text: string
	#at = 0
	#depth = 0

	constructor(text: string) {
		this.#text = text
	}

	/** A function's name; what follows are its parameters, which nobody needs to find it. */
	encoding(): string | null {
		const two = this.#text.slice(this.#at, this.#at + 2)
		const special = SPECIAL[two]
		if (special !== undefined) {
			this.#at += 2
			const of = two === 'Th' || two === 'Tv' ? this.#thunked(two) : this.#name()
			return of === null ? null : special + of
		}
		return this.#name()
	}

	#name(): string | null {
		if (this.#eat('N')) return this.#nested()
		if (this.#eat('Z')) return this.#local()
		const name = this.#eat('St') ? this.#joined('std', this.#unqualified('')) : this.#unqualified('')
		return name !== null && this.#eat('I') ? this.#filled(name) : name
	}

	#nested(): string | null {
		while (/[rVKRO]/.test(this.#peek())) this.#at++
		let name = ''
		while (!this.#eat('E')) {
			let part: string | null
			if (this.#eat('I')) {
				const filled: string | null = this.#filled(name)
				if (filled === null) return null
				name = filled
				continue
			}
			if (this.#peek() === 'S') part = this.#abbreviation()
			else part = this.#unqualified(name)
			if (part === null) return null
			name = name === '' ? part : `${name}::${part}`
		}
		return name === '' ? null : name
	}

	/** Something inside a function: that function's own encoding, then the thing. */
	#local(): string | null {
		const outer = this.encoding()
		if (outer === null || !this.#skipTypesToEnd()) return null
		if (this.#eat('s')) return outer
		if (this.#eat('d')) this.#digits('_')
		return this.#joined(outer, this.#name())
	}

	#joined(outer: string, inner: string | null): string | null {
		return inner === null ? null : `${outer}::${inner}`
	}

	#filled(name: string): string | null {
		return this.#skipTypesToEnd() ? `${name}<…>` : null
	}

	/** One part of a name. `owner`: what stands before it, for constructors are called like their class. */
	#unqualified(owner: string): string | null {
		this.#eat('L')
		let name: string | null = null
		const two = this.#text.slice(this.#at, this.#at + 2)
		if (/\d/.test(this.#peek())) name = this.#source()
		else if (/^C[1-5]$/.test(two)) name = this.#own(owner, '')
		else if (/^D[0-5]$/.test(two)) name = this.#own(owner, '~')
		else if (this.#eat('Ul')) name = this.#skipTypesToEnd() && this.#digits('_') ? '{lambda}' : null
		else if (this.#eat('Ut')) name = this.#digits('_') ? '{unnamed}' : null
		else if (this.#eat('cv')) name = this.#skipType() ? 'operator …' : null
		else if (OPERATORS[two] !== undefined) {
			this.#at += 2
			name = `operator${OPERATORS[two]}`
		}
		while (name !== null && this.#eat('B')) if (this.#source() === null) return null
		return name
	}

	#own(owner: string, prefix: string): string {
		this.#at += 2
		const last = owner
			.replace(/(<…>)+$/, '')
			.split('::')
			.at(-1)
		return prefix + last
	}

	#source(): string | null {
		const length = Number(/^\d{1,4}/.exec(this.#text.slice(this.#at, this.#at + 4))?.[0] ?? 0)
		const from = this.#at + String(length).length
		const name = this.#text.slice(from, from + length)
		if (length === 0 || name.length < length) return null
		this.#at = from + length
		return /^_GLOBAL_[._$]N/.test(name) ? '(anonymous)' : name
	}

	/** Parts that stand for std's best known names. All others refer back to parts before, which we don't keep. */
	#abbreviation(): string | null {
		const known = STANDARD[this.#text.slice(this.#at, this.#at + 2)]
		if (known === undefined) return null
		this.#at += 2
		return known
	}

	/** Skips types and values up to and with the `E` that ends them. */
	#skipTypesToEnd(): boolean {
		while (!this.#eat('E')) if (!this.#skipType()) return false
		return true
	}

	#skipType(): boolean {
		if (this.#depth > MAX_DEPTH || this.#at >= this.#text.length) return false
		this.#depth++
		const done = this.#skipOneType()
		this.#depth--
		return done
	}

	#skipOneType(): boolean {
		while (/[PROKVrCG]/.test(this.#peek())) this.#at++
		if (this.#eat('N')) return this.#skipNested()
		if (this.#eat('Z')) return this.encoding() !== null && this.#skipTypesToEnd() && (this.#eat('s') || this.#name() !== null)
		if (this.#eat('St')) return this.#unqualified('') !== null && (!this.#eat('I') || this.#skipTypesToEnd())
		if (this.#peek() === 'S' || this.#peek() === 'T') return this.#skipReference()
		if (this.#eat('L')) return this.#skipValue()
		if (this.#eat('F')) return this.#eat('Y') || this.#skipTypesToEnd()
		if (this.#eat('J') || this.#eat('I')) return this.#skipTypesToEnd()
		if (this.#eat('M')) return this.#skipType() && this.#skipType()
		if (this.#eat('A')) return this.#digits('_') && this.#skipType()
		if (this.#eat('Dp')) return this.#skipType()
		if (this.#eat('Do') || this.#eat('DO')) return this.#skipType()
		if (/^D[nisuadefhc]/.test(this.#text.slice(this.#at, this.#at + 2))) {
			this.#at += 2
			return true
		}
		if (/\d/.test(this.#peek())) return this.#source() !== null && (!this.#eat('I') || this.#skipTypesToEnd())
		if (this.#eat('Ul')) return this.#skipTypesToEnd() && this.#digits('_')
		if (/[a-z]/.test(this.#peek())) {
			this.#at++
			return true
		}
		return false
	}

	#skipNested(): boolean {
		while (/[rVKRO]/.test(this.#peek())) this.#at++
		while (!this.#eat('E')) {
			if (this.#eat('I')) {
				if (!this.#skipTypesToEnd()) return false
			} else if (this.#peek() === 'S' || this.#peek() === 'T') {
				if (this.#eat('St')) continue
				if (!this.#skipReference()) return false
			} else if (this.#unqualified('') === null) return false
		}
		return true
	}

	/** `S_`, `S1A_`, `Sa`, `T_`, `T0_`, and what they are filled with. */
	#skipReference(): boolean {
		const found = /^(S[0-9A-Z]*_|S[absiod]|T[0-9]*_)/.exec(this.#text.slice(this.#at, this.#at + 8))?.[0]
		if (found === undefined) return false
		this.#at += found.length
		return !this.#eat('I') || this.#skipTypesToEnd()
	}

	/** A value as a template's argument: its type, then digits; or a function. */
	#skipValue(): boolean {
		if (this.#eat('_Z')) return this.encoding() !== null && this.#skipTypesToEnd()
		return this.#skipType() && this.#digits('E')
	}

	#digits(end: string): boolean {
		const found = /^n?[0-9a-f]*/.exec(this.#text.slice(this.#at, this.#at + 40))?.[0] ?? ''
		this.#at += found.length
		return this.#eat(end)
	}

	/** How far off the object lies, then the function that is meant. */
	#thunked(kind: 'Th' | 'Tv'): string | null {
		return this.#digits('_') && (kind === 'Th' || this.#digits('_')) ? this.encoding() : null
	}

	#peek(): string {
		return this.#text.charAt(this.#at)
	}

	#eat(text: string): boolean {
		if (!this.#text.startsWith(text, this.#at)) return false
		this.#at += text.length
		return true
	}
}
