/** Tries `behaviours.ts` in the Electron whose program is the argument: what does not hold there, the stand-in claims wrongly. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as v from 'valibot'

const Tried = v.object({ says: v.string(), source: v.string(), holds: v.boolean(), why: v.nullable(v.string()) })

const [program] = process.argv.slice(2)
if (program === undefined) throw new Error('Usage: try-electron.ts <Electron’s program>')
const folder = mkdtempSync(join(tmpdir(), 'holdfast-try-electron-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
// Whether Electron's own Node takes the types out is not known.
const script = join(folder, 'behaviours.mjs')
writeFileSync(script, stripTypeScriptTypes(readFileSync(join(import.meta.dirname, 'behaviours.ts'), 'utf8')))

const switches = [
	...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	// Nothing is shown: no display is needed.
	...(process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY ? ['--ozone-platform=headless'] : [])
]
const electron = spawn(program, [...switches, script], { stdio: ['ignore', 'pipe', 'inherit'] })
let tried = 0
createInterface({ input: electron.stdout }).on('line', line => {
	if (!line.startsWith('{')) return void console.log(line)
	const { says, source, holds, why } = v.parse(Tried, JSON.parse(line))
	tried++
	console.log(holds ? `✔ ${says}` : `✖ ${says}\n  ${why}\n  The source said so: ${source}`)
})
electron.on('close', code => {
	console.log(tried === 0 ? 'Electron did not come so far as to try anything.' : `${tried} behaviours tried.`)
	process.exitCode = code === 0 && tried > 0 ? 0 : 1
})
