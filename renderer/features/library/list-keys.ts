/** What a key asks for in the list of transcripts. `move`: rows up (−) or down; `select`: all in between are selected too. */
export type Asked =
	| { readonly is: 'move'; readonly to: 'next' | 'previous' | 'first' | 'last'; readonly select: boolean }
	| { readonly is: 'toggle' | 'all' | 'none' | 'undo' | 'rename' | 'favourite' | 'tag' | 'export' | 'trash' }

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const MOVES = { ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' } as const
/** `*` and `#` by what they write, wherever a keyboard has them. */
const PLAIN = {
	' ': 'toggle',
	Escape: 'none',
	F2: 'rename',
	'*': 'favourite',
	'#': 'tag',
	e: 'export',
	Delete: 'trash',
	Backspace: 'trash'
} as const

/** Null: nothing of ours. */
export function askedBy({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): Asked | null {
	if (altKey) return null
	if (ctrlKey || metaKey) {
		const letter = key.toLowerCase()
		return letter === 'a' && !shiftKey ? { is: 'all' } : letter === 'z' && !shiftKey ? { is: 'undo' } : null
	}
	if (Object.hasOwn(MOVES, key)) return { is: 'move', to: MOVES[key as keyof typeof MOVES], select: shiftKey }
	if (shiftKey && key !== '*' && key !== '#') return null
	return Object.hasOwn(PLAIN, key) ? { is: PLAIN[key as keyof typeof PLAIN] } : null
}
