/** What is no function of the source, but made for one (Itanium C++ ABI, §5.1.4). */
export const SPECIAL: Readonly<Record<string, string>> = {
	Th: 'thunk to ',
	Tv: 'thunk to ',
	GV: 'guard of ',
	TW: 'start of ',
	TH: 'start of '
}

/** Abbreviations of std's best known names (§5.1.10). */
export const STANDARD: Readonly<Record<string, string>> = {
	St: 'std',
	Sa: 'std::allocator',
	Sb: 'std::basic_string',
	Ss: 'std::string',
	Si: 'std::istream',
	So: 'std::ostream',
	Sd: 'std::iostream'
}

/** Operators that have functions (§5.1.3). */
export const OPERATORS: Readonly<Record<string, string>> = {
	nw: ' new',
	na: ' new[]',
	dl: ' delete',
	da: ' delete[]',
	pl: '+',
	mi: '-',
	ml: '*',
	dv: '/',
	de: '*',
	eq: '==',
	ne: '!=',
	lt: '<',
	gt: '>',
	le: '<=',
	ge: '>=',
	ss: '<=>',
	aS: '=',
	pL: '+=',
	mI: '-=',
	ls: '<<',
	rs: '>>',
	pp: '++',
	mm: '--',
	nt: '!',
	aa: '&&',
	oo: '||',
	an: '&',
	or: '|',
	cl: '()',
	ix: '[]',
	pt: '->'
}
