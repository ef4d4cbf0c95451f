/** How something died, in as few kinds as a line of the transcript can tell; what is not named here crashed. */
export type Manner = 'crashed' | 'outside' | 'paused' | 'stuck' | 'memory' | 'left' | 'lost' | 'machine' | 'ended' | 'died'

const MANNERS: Readonly<Record<string, Manner>> = {
	'signal-sent': 'outside',
	'killed-from-outside': 'outside',
	frozen: 'paused',
	hang: 'stuck',
	slow: 'stuck',
	'kernel-out-of-memory': 'memory',
	'memory-eviction': 'memory',
	'over-memory': 'memory',
	'exit-zero': 'left',
	'exit-code': 'left',
	'unfinished-start': 'left',
	'lost-client': 'lost',
	'guardian-gone': 'lost',
	'machine-restarted': 'machine',
	'ready-timeout': 'ended',
	protocol: 'ended',
	'unclean-start': 'died',
	unknown: 'died'
}

/** How deaths with these explanations' codes came about, in one word: several kinds together only died. */
export function mannerOf(codes: readonly string[]): Manner {
	const manners = new Set(codes.map(code => MANNERS[code] ?? 'crashed'))
	const [manner = 'died'] = manners
	return manners.size > 1 ? 'died' : manner
}
