/** Native code that goes wrong inside a running process of Holdfast's: the faults addon, loaded into it as a debugger would. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { evaluateIn } from './inspector.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const addon = join(root, `dist/addon/${process.platform}-${process.arch}/test-faults.node`)
const LOAD = `process.getBuiltinModule('node:module').createRequire(${JSON.stringify(addon)})(${JSON.stringify(addon)})`

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
 * thread of libuv's pool.
 */
export async function goWrong(pid: number, fault: string, where: 'main' | 'pool' = 'main'): Promise<void> {
	await arm(pid, fault, where)
	process.kill(pid, 'SIGUSR2')
}

/** Prepares it, which takes a moment: then it happens at once when the process gets SIGUSR2. */
export async function arm(pid: number, fault: string, where: 'main' | 'pool' = 'main'): Promise<void> {
	const call = `faults.${where === 'main' ? 'happen' : 'happenInPool'}(${JSON.stringify(fault)})`
	// The inspector's port is needed for the next one.
	const leave = `setTimeout(() => process.getBuiltinModule('node:inspector').close())`
	await evaluateIn(pid, `{ const faults = ${LOAD}; process.on('SIGUSR2', () => ${call}); ${leave} }`)
}
