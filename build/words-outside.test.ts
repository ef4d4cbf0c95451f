import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

/** Attributes that people read or hear, and those that components of ours have for it. */
const SPOKEN = new Set(['aria-label', 'aria-description', 'aria-valuetext', 'aria-roledescription', 'title', 'placeholder', 'alt'])
const OURS = new Set(['label', 'name', 'hint'])
/** No word of a language: our name, and keys. */
const NAME = /Holdfast|^(?:[A-Z]|F\d\d?|Enter)$/g

interface Node {
	readonly type: string
	readonly [key: string]: unknown
}

/** Texts for people that stand in a component itself, and not in the message files. */
function wordsIn(code: string): string[] {
	const found: string[] = []
	const look = (text: unknown) => {
		if (typeof text === 'string' && /\p{L}/u.test(text.replace(NAME, ''))) found.push(text.trim())
	}
	const visit = (value: unknown): void => {
		if (typeof value !== 'object' || value === null) return
		const node = value as Node
		if (node.type === 'JSXText') look(node.value)
		if (node.type === 'JSXOpeningElement') {
			const { name: tag, attributes } = node as unknown as { name: { name?: unknown }; attributes: readonly Node[] }
			const isOurs = /^\p{Lu}/u.test(String(tag.name))
			for (const { name, value: given } of attributes as unknown as readonly { name?: { name: unknown }; value: Node | null }[]) {
				const said = String(name?.name)
				if ((SPOKEN.has(said) || (isOurs && OURS.has(said))) && given?.type === 'Literal') look(given.value)
			}
		}
		if (node.type === 'JSXExpressionContainer') {
			const { expression } = node as unknown as { expression: Node }
			if (expression.type === 'Literal') look(expression.value)
		}
		for (const child of Object.values(node)) visit(child)
	}
	const { program, errors } = parseSync('component.tsx', code)
	assert.deepEqual(errors, [])
	visit(program)
	return found
}

test('finds words in text, in spoken attributes and in braces, and no class or name', () => {
	const code = `<div className="a" title="Two"><b>One</b>{'Three'} · Holdfast<input type="radio" name="x" aria-label={t('x')} /><Button name="Four" /></div>`
	assert.deepEqual(wordsIn(code), ['Two', 'One', 'Three', 'Four'])
})

test('what people read stands in the message files, not in components', () => {
	const root = fileURLToPath(new URL('..', import.meta.url))
	const files = globSync('renderer/**/*.tsx', { cwd: root })
	assert.ok(files.length > 50, `${files.length} components`)
	assert.deepEqual(
		files.flatMap(file => wordsIn(readFileSync(join(root, file), 'utf8')).map(words => `${file}: ${words}`)),
		[]
	)
})
