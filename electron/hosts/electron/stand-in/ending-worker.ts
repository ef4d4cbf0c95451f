/** A worker for tests that ends as `HOLDFAST_TEST_END` says, at the first message, with its last words on stderr. */
import { writeSync } from 'node:fs'

interface ParentPort {
	on(event: 'message', listener: (event: { data: unknown; ports: readonly unknown[] }) => void): void
	postMessage(message: unknown): void
}

const { parentPort } = process as unknown as { parentPort: ParentPort }
const end = process.env.HOLDFAST_TEST_END ?? ''

process.stdout.write('on stdout: grüß Gott\r\n')
parentPort.postMessage({ hasGc: typeof global.gc === 'function', crashpad: process.env.CHROME_CRASHPAD_PIPE_NAME ?? null })
parentPort.on('message', ({ data, ports }) => {
	if (ports.length > 0) return
	parentPort.postMessage(data)
	// Much at once, and a last line without its end: what a native library leaves behind.
	for (let n = 0; n < 200; n++) writeSync(2, `line ${n} ${'x'.repeat(80)}\n`)
	writeSync(2, 'last words')
	if (end.startsWith('SIG')) process.kill(process.pid, end)
	else if (end.startsWith('exit ')) process.exit(Number(end.slice(5)))
	else if (end === 'linger') {
		// Its code is told by then; the process itself takes its time.
		process.on('exit', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400))
		process.exit(3)
	} else if (end.startsWith('_exit ')) (process as unknown as { reallyExit(code: number): never }).reallyExit(Number(end.slice(6)))
	else if (end === 'abort') process.abort()
	else if (end === 'throw') throw new Error('a bug')
	else if (end === 'reject') void Promise.reject(new Error('nobody cares'))
})
