import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is in a binary although its package says another licence; NOTICE has the reasons. */
const INSIDE: readonly [name: RegExp, licence: string][] = [
	[/^@seydx\/node-av-/, 'GPL-3.0-or-later'],
	[/^sherpa-onnx-(linux|darwin|win)-/, 'GPL-3.0-or-later']
]

/**
 * The licence texts of these packages in one file, each package's own words; packages that have none name one of the texts at the end.
 * Throws when a package says nothing at all: such a one may not be passed on.
 */
export function licencesOf(root: string, packages: readonly string[]): string {
	const common = new Set<string>()
	const parts = [...new Set(packages)].sort().map(name => {
		const folder = join(root, 'node_modules', name)
		const { version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
		const texts = readdirSync(folder).filter(file => /^(licen[cs]e|copying|notice)/i.test(file))
		const inside = INSIDE.flatMap(([pattern, licence]) => (pattern.test(name) ? [licence] : []))
		if (texts.length === 0 && typeof license !== 'string') throw new Error(`${name} has no licence.`)
		const named = [...(texts.length === 0 ? [String(license)] : []), ...inside]
		for (const each of named) common.add(each)
		const who = typeof author === 'string' ? author : author?.name
		return [
			`${name} ${version} (${[license, ...inside].filter(Boolean).join('; in its binary: ')})${who ? `, ${who}` : ''}`,
			...texts.map(file => readFileSync(join(folder, file), 'utf8').trim()),
			...(named.length > 0 ? [`See below: ${named.join(', ')}.`] : [])
		].join('\n\n')
	})
	const whole = [...common].sort().flatMap(id => {
		const path = join(root, 'build/package/licences', `${id}.txt`)
		// Short ones stand in NOTICE, with the names of those who ask for it.
		return existsSync(path) ? [`${id}\n\n${readFileSync(path, 'utf8').trim()}`] : []
	})
	const rule = `\n\n${'─'.repeat(80)}\n\n`
	return `What Holdfast is built on, and under which licences. NOTICE says what they mean for it as a whole.${rule}${[...parts, ...whole].join(rule)}\n`
}
