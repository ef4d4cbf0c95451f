/**
 * Regular expressions that find one text in every way it is written in logs and records: as it is; in JSON, in JSON within JSON
 * (backslashes doubled, and doubled again); in a URL (percent signs, and percent signs of percent signs); with `\u` escapes; with
 * either slash; composed or decomposed (macOS writes `é` into file names as two characters).
 */
export function spellingsOf(text: string): string {
	const forms = new Set([text.normalize('NFC'), text.normalize('NFD')])
	return Array.from(forms, form => Array.from(form, (character, n) => spell(character, n === 0)).join('')).join('|')
}

/** A word begins here: after anything but a letter or digit, or after an escape that ends in one: `\n`, `%20`, `\u00e9`. */
export const WORD_BEGINS = String.raw`(?<=^|[^\p{L}\p{N}]|\\[bfnrt]|%[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4})`

/** A word ends here. */
export const WORD_ENDS = String.raw`(?![\p{L}\p{N}])`

/** A folder's or file's path ends here: what follows is no longer name. A full stop may end a sentence. */
export const PATH_ENDS = String.raw`(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])`

/** A slash of either kind, however escaped. */
const ONE_SLASH = String.raw`(?:/|\\+/?|%(?:25)*(?:2[fF]|5[cC])|\\+u00(?:2[fF]|5[cC]))`

/** One or more of them: programs put paths together carelessly. */
export const SLASH = `${ONE_SLASH}+`

/** What was escaped, as it is meant, for finding words in it. */
export function unescaped(text: string): string {
	return text
		.replace(/(?:%(?:25)*[0-9a-f]{2})+/gi, run => {
			try {
				return decodeURIComponent(run.replace(/%(?:25)+/g, '%'))
			} catch {
				return run
			}
		})
		.replace(/\\+u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function spell(character: string, isFirst: boolean): string {
	// The first slash of `file:///home` is not the path's.
	if (character === '/' || character === '\\') return isFirst ? ONE_SLASH : SLASH
	// Nobody escapes these.
	if (/^[A-Za-z0-9]$/.test(character)) return character
	const literal = character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`)
	const units = Array.from({ length: character.length }, (_, n) => hexOf(character.charCodeAt(n), 4))
	const ways = [
		/^[\p{L}\p{N}\p{M}]$/u.test(character) ? literal : String.raw`\\*${literal}`,
		Array.from(new TextEncoder().encode(character), byte => `%(?:25)*${hexOf(byte, 2)}`).join(''),
		units.map(unit => String.raw`\\+u${unit}`).join('')
	]
	if (character === ' ') ways.push(String.raw`\+`)
	return `(?:${ways.join('|')})`
}

/** In either case. */
function hexOf(value: number, digits: number): string {
	const hex = value.toString(16).padStart(digits, '0')
	return hex.replace(/[a-f]/g, letter => `[${letter}${letter.toUpperCase()}]`)
}
