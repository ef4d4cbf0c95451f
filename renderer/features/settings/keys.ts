import { KEYS } from '../../../electron/contract/settings.ts'

/** What of a key press says which keys are held. */
export type Pressed = Pick<KeyboardEvent, 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'code'>

/** The keys that are held, as Electron writes them; `held`: only such as are held with others; `too-few`: others need them to type. */
export function keysOf({ ctrlKey, altKey, shiftKey, metaKey, code }: Pressed): string | 'held' | 'too-few' {
	if (/^(Control|Alt|Shift|Meta|OS)(Left|Right)?$/.test(code)) return 'held'
	// By its place: what it writes changes with the layout and with Alt.
	const key = /^(?:Key|Digit)(\w)$|^(Space|F\d{1,2})$/.exec(code)
	const name = key?.[1] ?? key?.[2]
	if (name === undefined) return 'too-few'
	const modifiers = [ctrlKey && 'Control', altKey && 'Alt', shiftKey && 'Shift', metaKey && 'Super'].filter(Boolean)
	// Shift goes last but one, as the contract has it.
	const ordered = [...modifiers.filter(modifier => modifier !== 'Shift'), ...modifiers.filter(modifier => modifier === 'Shift'), name]
	const keys = ordered.join('+')
	return KEYS.test(keys) ? keys : 'too-few'
}

/** As they are written on the keys of a system: `⌃⌥R`, `Ctrl+Alt+R`. */
export function shownKeys(keys: string, isMac: boolean): string {
	const names = keys.split('+').map(key => (isMac ? (MAC[key] ?? key) : (OTHERS[key] ?? key)))
	return isMac ? names.join('') : names.join('+')
}

const MAC: Readonly<Record<string, string>> = { Control: '⌃', Alt: '⌥', Shift: '⇧', Super: '⌘', CommandOrControl: '⌘' }
const OTHERS: Readonly<Record<string, string>> = { Control: 'Ctrl', CommandOrControl: 'Ctrl', Super: 'Win' }
