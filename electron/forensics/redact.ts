import type { Personal } from './personal.ts'
import { PATH_ENDS, SLASH, spellingsOf, unescaped, WORD_BEGINS, WORD_ENDS } from './spellings.ts'

/** Names that say nothing about who or where: every other machine has them. */
const NOBODY: ReadonlySet<string> = new Set(
	'root user users admin administrator guest nobody node runner ubuntu debian home localhost localhost.localdomain'.split(' ')
)

/** Values that are Holdfast's own words, by the keys that hold them: a transcript called “engine” shall not turn a role into `<title 1>`. */
const OWN_WORDS: ReadonlySet<string> = new Set(
	'id life role state seen signal killedFor certainty code trust outcome origin activity level time process job transcript exit'.split(' ')
)

interface Secret {
	/** For finding the longest first. */
	readonly length: number
	readonly pattern: string
	readonly placeholder: string
}

/** Replaces what is personal by placeholders, and touches nothing else. The same name has the same placeholder everywhere. */
export class Redactor {
	readonly #pattern: RegExp | null
	readonly #placeholders: readonly string[]
	readonly #titles: ReadonlyMap<string, string>

	/** @param corpus all that will be redacted, or more: titles and files are numbered by those that may occur in it, in their order */
	constructor(personal: Personal, corpus: string) {
		const occurs = occursIn(corpus)
		const titles = titlesIn(personal, occurs)
		const secrets = [...places(personal), ...names(personal), ...titles, ...filesIn(personal, occurs)].sort((a, b) => b.length - a.length)
		this.#titles = new Map(titles.map(title => [title.text, title.placeholder]))
		this.#placeholders = secrets.map(secret => secret.placeholder)
		this.#pattern = secrets.length === 0 ? null : new RegExp(secrets.map(secret => `(${secret.pattern})`).join('|'), 'gu')
	}

	/** Of plain text. A line that is a JSON object stays one. */
	text(text: string): string {
		return text
			.split('\n')
			.map(line => this.#line(line))
			.join('\n')
	}

	/** Of every text in a value that JSON can hold; keys stay. */
	value<T>(value: T): T {
		return this.#inside(value) as T
	}

	#inside(value: unknown): unknown {
		if (typeof value === 'string') return this.text(value)
		if (Array.isArray(value)) return value.map(item => this.#inside(item))
		if (value === null || typeof value !== 'object') return value
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#under(key, inner)]))
	}

	#under(key: string, value: unknown): unknown {
		if (typeof value !== 'string') return this.#inside(value)
		if (OWN_WORDS.has(key)) return value
		// Here even `12` is one.
		return (key === 'title' ? this.#titles.get(value) : undefined) ?? this.text(value)
	}

	#line(line: string): string {
		if (line.startsWith('{') && line.endsWith('}')) {
			try {
				return JSON.stringify(this.#inside(JSON.parse(line)))
			} catch {
				// Only looks like it.
			}
		}
		if (this.#pattern === null) return line
		return line.replace(
			this.#pattern,
			(whole, ...groups: unknown[]) => this.#placeholders[groups.findIndex(group => group !== undefined)] ?? whole
		)
	}
}

function places({ homes, dataDirs }: Personal): Secret[] {
	const place = (placeholder: string) => (path: string) => {
		const bare = path.replace(/[\\/]+$/, '')
		// Neither `/` nor `C:\` is anybody's.
		if (!/[\\/]./.test(bare)) return []
		return [{ length: bare.length, pattern: `${WORD_BEGINS}(?i:${spellingsOf(bare)})${PATH_ENDS}`, placeholder }]
	}
	return [...dataDirs.flatMap(place('<data>')), ...homes.flatMap(place('~'))]
}

function names({ users, hosts }: Personal): Secret[] {
	const name = (placeholder: string) => (text: string) => {
		if (NOBODY.has(text.toLowerCase())) return []
		const spelt = `(?:${spellingsOf(text)})`
		// One or two letters are somebody only where somebody must stand.
		const anywhere = text.length < 3 ? [] : [`${WORD_BEGINS}${spelt}${WORD_ENDS}`]
		const inPath = placeholder === '<user>' ? [`(?<=(?i:home|users)${SLASH})(?i:${spelt})${WORD_ENDS}`] : []
		return [...anywhere, ...inPath].map(pattern => ({ length: text.length, pattern, placeholder }))
	}
	return [...users.flatMap(name('<user>')), ...hosts.flatMap(name('<host>'))]
}

/** Titles, as far as they may occur: a library has thousands, a crash is about one. */
function titlesIn({ titles }: Personal, occurs: (text: string) => boolean): (Secret & { text: string })[] {
	return [...new Set(titles)]
		.filter(occurs)
		.map((text, n) => ({ text, length: text.length, pattern: workPattern(text), placeholder: `<title ${n + 1}>` }))
}

/** The user's files, by name and by path, as far as they may occur. */
function filesIn({ files }: Personal, occurs: (text: string) => boolean): Secret[] {
	const distinct = new Map(
		files.filter(({ name, path }) => occurs(name) || (path !== null && occurs(path))).map(file => [file.path ?? file.name, file])
	)
	return [...distinct.values()].flatMap(({ name, path }, n) => {
		const placeholder = `<file ${n + 1}>`
		const named = { length: name.length, pattern: workPattern(name), placeholder }
		if (path === null) return [named]
		return [named, { length: path.length, pattern: `${WORD_BEGINS}(?i:${spellingsOf(path)})${PATH_ENDS}`, placeholder }]
	})
}

/** Whether a text's words are all there, which costs little for thousands of texts. */
function occursIn(corpus: string): (text: string) => boolean {
	const meant = unescaped(corpus)
	const known = new Set(wordsOf(meant))
	// `\ntalk` may be a line's end and a word as well as a backslash and a name.
	for (const [, word] of meant.matchAll(/\\[bfnrt]([\p{L}\p{N}]+)/gu)) for (const each of wordsOf(word ?? '')) known.add(each)
	return text => text.trim() !== '' && wordsOf(text).every(word => known.has(word))
}

/** A title of a letter or two, or a number, is one only in quotation marks: `12` may be a process too. */
function workPattern(text: string): string {
	const spelt = `(?:${spellingsOf(text)})`
	if (/^(?:[\u0020-\u007e]{1,2}|[\d\s.,:-]+)$/.test(text)) return `(?<=[“"])${spelt}(?=\\\\*[”"])`
	const [begins, ends] = [/^[\p{L}\p{N}]/u.test(text), /[\p{L}\p{N}]$/u.test(text)]
	return `${begins ? WORD_BEGINS : ''}${spelt}${ends ? WORD_ENDS : ''}`
}

function wordsOf(text: string): string[] {
	return (
		text
			.normalize('NFC')
			.toLowerCase()
			.match(/[\p{L}\p{N}]+/gu) ?? []
	)
}
