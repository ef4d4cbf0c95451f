/** Native code that goes wrong inside a running process of Holdfast's: the faults addon, loaded into it as a debugger would. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { evaluateIn } from './inspector.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const addon = join(root, `dist/addon/${process.platform}-${process.arch}/test-faults.node`)

/** Why no native crash can be caused and captured here, or false: what `skip` takes. Builds what is missing. */
export function missingAddons(): string | false {
	for (const name of ['crash-capture', 'test-faults']) {
		const { status, stderr } = spawnSync(process.execPath, [join(root, 'build/build-addon.mjs'), name], { encoding: 'utf8' })
		if (status !== 0) return stderr.trim()
	}
	return false
}

/**
 * Makes `fault` (see native-bridge/addon/test-faults.ts) happen in process `pid`: in its main thread, called by its event loop, or in a
 * thread of libuv's pool. `after`: on its event loop's next turn, or so many ms later.
 */
export async function goWrong(pid: number, fault: string, where: 'main' | 'pool' = 'main', after = 0): Promise<void> {
	const call = where === 'main' ? 'happen' : 'happenInPool'
	const load = `process.getBuiltinModule('node:module').createRequire(${JSON.stringify(addon)})(${JSON.stringify(addon)})`
	await evaluateIn(pid, `{ const faults = ${load}; setTimeout(() => faults.${call}(${JSON.stringify(fault)}), ${after}) }`)
}
