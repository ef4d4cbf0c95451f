/**
 * A C++ function's name as people write it: `_ZN2v88internal9Execution4CallEv` is `v8::internal::Execution::Call`. Only names of
 * plain parts are turned (Itanium C++ ABI, 5.1.2): parameters are left out, and a name with templates or operators is given as it is.
 */
export function readableSymbol(symbol: string): string {
	const nested = /^_ZN[rVK]*/.exec(symbol)
	const [at, ends] = nested ? [nested[0].length, true] : [2, false]
	if (!symbol.startsWith('_Z')) return symbol
	const parts: string[] = []
	let rest = symbol.slice(at)
	for (;;) {
		const length = /^\d{1,3}/.exec(rest)?.[0]
		if (length === undefined) break
		const part = rest.slice(length.length, length.length + Number(length))
		if (part.length < Number(length)) return symbol
		// How compilers call a namespace without a name.
		parts.push(part.startsWith('_GLOBAL__N_') ? '(anonymous)' : part)
		rest = rest.slice(length.length + Number(length))
		if (!ends) break
	}
	const last = parts.at(-1)
	if (last === undefined) return symbol
	// Constructors and destructors go by their class's name.
	const own = /^([CD])[0-5]E/.exec(rest)?.[1]
	if (own) parts.push(own === 'C' ? last : `~${last}`)
	else if (ends ? !rest.startsWith('E') : /^[IB]/.test(rest)) return symbol
	return parts.join('::')
}
