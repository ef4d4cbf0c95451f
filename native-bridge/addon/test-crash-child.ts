/** The process that crashes: installs the capture, then does what its one argument (JSON, a `Crash`) says. See test-crash.ts. */
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { installCrashCapture } from './index.ts'
import type { Crash } from './test-crash.ts'
import { loadFaults } from './test-faults.ts'

const crash: Crash & { readonly folder: string } = isMainThread ? JSON.parse(process.argv[2] ?? '') : workerData
const installed = installCrashCapture({
	folder: crash.folder,
	...(crash.handler === undefined ? {} : { handler: crash.handler }),
	...(crash.timeoutMs === undefined ? {} : { timeoutMs: crash.timeoutMs }),
	annotations: { role: 'test', life: 'test#1', note: 'ä = ö' }
})
if (!installed.installed) throw new Error(installed.why)

if (isMainThread && crash.where === 'worker') {
	new Worker(new URL(import.meta.url), { workerData: crash })
} else {
	const faults = loadFaults()
	if (crash.secret !== undefined) faults.leaveOnStack(crash.secret)
	if (isMainThread) process.stdout.write(`${installed.by}\n`)
	// What was printed gets out first: a pipe is written at the next turn.
	setTimeout(() => {
		if (crash.fault === 'caught-wasm-trap') outOfBounds()
		else if (crash.fault === 'wait') setInterval(() => {}, 1_000)
		else if (crash.where === 'pool') faults.happenInPool(crash.fault)
		else faults.happen(crash.fault)
	}, 20)
}

interface WebAssemblyApi {
	Module: new (bytes: Uint8Array) => object
	Instance: new (module: object) => { readonly exports: { load(address: number): number } }
}

/** (module (memory 1) (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))) */
function outOfBounds(): void {
	const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
	const head = [0, 97, 115, 109, 1, 0, 0, 0]
	const types = [1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0]
	const memoryAndExport = [5, 3, 1, 0, 1, 7, 8, 1, 4, 108, 111, 97, 100, 0, 0]
	const code = [10, 9, 1, 7, 0, 32, 0, 40, 2, 0, 11]
	const { load } = new Instance(new Module(new Uint8Array([...head, ...types, ...memoryAndExport, ...code]))).exports
	try {
		load(0x7fff0000)
	} catch (error) {
		process.stdout.write(`${(error as Error).name}\n`)
	}
}
