import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Before and after a death, ms: what led to it, and what was done about it. */
const BEFORE_MS = 10 * 60_000
const AFTER_MS = 60_000

/** Of one process's log: the last so many lines and characters, for a bug report that a person reads. */
const MOST_LINES = 400
const MOST_CHARACTERS = 120_000

/**
 * What every process logged around a death at `at` (ms), by the log's name, oldest line first. Logs roll: of a death long ago there
 * is nothing left, and the map is empty. Never throws.
 */
export async function logsAround(folder: string, at: number): Promise<Map<string, string>> {
	const files = new Map<string, { number: number; path: string }[]>()
	for (const file of await readdir(folder).catch(() => [])) {
		const [, name, number] = /^(.+)\.(\d+)\.log$/.exec(file) ?? []
		if (name === undefined) continue
		files.set(name, [...(files.get(name) ?? []), { number: Number(number), path: join(folder, file) }])
	}
	const found = new Map<string, string>()
	for (const [name, rolled] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const lines: string[] = []
		for (const { path } of rolled.sort((a, b) => a.number - b.number)) lines.push(...(await linesIn(path, at)))
		const text = bounded(lines)
		if (text !== '') found.set(name, text)
	}
	return found
}

async function linesIn(path: string, at: number): Promise<string[]> {
	try {
		// It was last written before all this: nothing in it is of that time.
		if ((await stat(path)).mtimeMs < at - BEFORE_MS) return []
		const [from, to] = [at - BEFORE_MS, at + AFTER_MS].map(time => new Date(time).toISOString())
		return (await readFile(path, 'utf8')).split('\n').filter(line => {
			// ISO times of one length: their order is the alphabet's.
			const time = /"time":"([^"]+)"/.exec(line)?.[1]
			return time !== undefined && from !== undefined && to !== undefined && time >= from && time <= to
		})
	} catch {
		// Rolled away meanwhile.
		return []
	}
}

function bounded(lines: readonly string[]): string {
	const kept: string[] = []
	let characters = 0
	for (const line of lines.slice(-MOST_LINES).toReversed()) {
		characters += line.length + 1
		if (characters > MOST_CHARACTERS) break
		kept.unshift(line)
	}
	return kept.length === 0 ? '' : `${kept.join('\n')}\n`
}
