import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { lookUp } from './look-up.ts'

const MOVE = fileURLToPath(new URL('test-move.ts', import.meta.url))
const OTHERS = 'notes of my own.txt'

function makeLibrary(home: string): void {
	for (const folder of ['audio', 'models/small', 'crashes/kept', 'logs', 'chromium/Local Storage', 'chromium/Cache', 'cache/code'])
		mkdirSync(join(home, folder), { recursive: true })
	const files = ['ledger.sqlite', 'settings.json', 'browser-host.json', 'audio/a.wav', 'audio/b.opus', 'audio/c.wav.part', 'logs/main.log']
	for (const [n, name] of [
		...files,
		'models/small/model.json',
		'models/small/tokens',
		'crashes/kept/d.dmp',
		'chromium/Local Storage/1'
	].entries())
		writeFileSync(join(home, name), Buffer.alloc(n * 400_000 + 7, name))
	writeFileSync(join(home, 'chromium/Cache/x'), 'made anew')
	writeFileSync(join(home, 'cache/code/x'), 'made anew')
	writeFileSync(join(home, OTHERS), 'not Holdfast’s')
	// Of just now each would be compared again.
	for (const name of readdirSync(home, { recursive: true, encoding: 'utf8' })) utimesSync(join(home, name), 1_000, 1_000)
}

/** All files of a folder by name, but those that say where the library is and those that are made anew. */
function filesIn(folder: string): Map<string, string> {
	if (!existsSync(folder)) return new Map()
	const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
	const kept = names.filter(name => statSync(join(folder, name)).isFile() && !/^(place\.|cache|chromium\/Cache|notes)/.test(name)).sort()
	const sum = (name: string) =>
		createHash('sha256')
			.update(readFileSync(join(folder, name)))
			.digest('hex')
	return new Map(kept.map(name => [name, sum(name)]))
}

function run(home: string, to: string, dieAfter: number) {
	const { stdout, stderr, signal } = spawnSync(process.execPath, [MOVE, home, to, String(dieAfter)], { encoding: 'utf8', timeout: 60_000 })
	if (signal !== 'SIGKILL' && stderr !== '') throw new Error(stderr)
	return { signal, steps: stdout.match(/^step .*$/gm)?.length ?? 0, library: /^library (.*)$/m.exec(stdout)?.[1] ?? null, stdout }
}

test('killed after any step, the next start has one whole library, and the move comes to its end by itself', {
	timeout: 300_000
}, context => {
	const folder = folderFor(context)
	const calm = join(folder, 'calm')
	makeLibrary(calm)
	const whole = filesIn(calm)
	const undisturbed = run(calm, join(folder, 'calm to'), 0)
	assert.equal(undisturbed.library, join(folder, 'calm to'))
	assert.deepEqual(filesIn(join(folder, 'calm to')), whole)
	assert.ok(undisturbed.steps > 10, undisturbed.stdout)
	for (let n = 1; n <= undisturbed.steps; n++) {
		const [home, to] = [join(folder, `from ${n}`), join(folder, `to ${n}`)]
		makeLibrary(home)
		const died = run(home, to, n)
		assert.equal(died.signal, 'SIGKILL', `step ${n}`)
		// Whatever came of it, the folder in use is whole.
		const found = lookUp(home)
		assert.ok(found.ok)
		const now = filesIn(found.value.library)
		for (const name of ['arriving.json', 'arrived.json']) now.delete(name)
		assert.deepEqual(now, whole, `step ${n}: ${died.stdout}`)
		const after = run(home, to, 0)
		assert.equal(after.library, to, `step ${n}: ${died.stdout}\n${after.stdout}`)
		assert.deepEqual(filesIn(to), whole, `step ${n}`)
		assert.deepEqual(readdirSync(home).sort(), ['cache', OTHERS, 'place.json'].sort(), `step ${n}`)
	}
})
