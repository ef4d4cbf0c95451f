import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import { DecodeProcess } from '../../native-bridge/worker/test-decode-process.ts'
import type { Cost } from './reference.ts'

export interface Decoded extends Cost {
	/** ms from the order until audio was in the journal: from then on the engine can work. */
	readonly firstAudioMs: number
	/** As the file's facts say it: `MP4, aac`, and which decoder. */
	readonly what: string
	readonly decoder: string
	readonly problems: readonly Problem[]
}

/** A file through a real decode worker of its own, started before the clock. The journal stays. Its problem when it is refused. */
export async function decodeWithOurs(source: string, journal: string, folder: string): Promise<Decoded | Problem> {
	const worker = new DecodeProcess(folder)
	try {
		await worker.until('ready')
		const before = await cpuOf(worker, 1)
		rmSync(journal, { force: true })
		const startedMs = performance.now()
		const first = worker.until('decoded').then(
			() => performance.now() - startedMs,
			() => Number.NaN
		)
		const end = await worker.decode(source, journal)
		const ms = performance.now() - startedMs
		if (end.type === 'failed') return end.problem
		const { facts } = await worker.until('opened')
		return {
			samples: end.samples,
			ms,
			cpuMs: (await cpuOf(worker, 2)) - before,
			peakBytes: worker.peakBytes(),
			firstAudioMs: await first,
			what: [facts.container, facts.codec].filter(Boolean).join(', '),
			decoder: facts.decoder,
			problems: end.problems
		}
	} finally {
		await worker.kill()
		rmSync(join(folder, 'logs'), { recursive: true, force: true })
	}
}

async function cpuOf(worker: DecodeProcess, n: number): Promise<number> {
	worker.send({ type: 'ping', n })
	return (await worker.until('pong', message => message.n === n)).cpu
}
