import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')

test('every claim in SECURITY.md has its test', () => {
	const lines = readFileSync(join(root, 'SECURITY.md'), 'utf8').split('\n')
	const claims = lines.filter((line, at) => line.startsWith('| ') && !/^\| (claim|protected|---)/.test(line) && isClaim(lines, at))
	const missing = claims.filter(line => {
		const [, path = '', words = ''] = /\| `([^`]+)` “(.+)” \|$/.exec(line) ?? []
		return !existsSync(join(root, path)) || path === '' || !readFileSync(join(root, path), 'utf8').includes(words)
	})
	assert.deepEqual(missing, [])
	assert.ok(claims.length > 30, `${claims.length}`)
})

/** Whether a line stands in a table of claims and not in another one. */
function isClaim(lines: readonly string[], at: number): boolean {
	for (let n = at; n >= 0; n--) if (!lines[n]?.startsWith('|')) return /^\| claim/.test(lines[n + 1] ?? '')
	return false
}
