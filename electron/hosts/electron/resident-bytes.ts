import { readFileSync } from 'node:fs'
import type { ProcessMetric } from 'electron'

/** Bytes resident of a process of ours. On Linux Electron's metrics have no memory, although its types say so: /proc has. */
export function residentBytes(pid: number, metrics: () => readonly Pick<ProcessMetric, 'pid' | 'memory'>[]): number | null {
	if (process.platform !== 'linux') {
		const memory = metrics().find(metric => metric.pid === pid)?.memory
		return memory === undefined ? null : memory.workingSetSize * 1024
	}
	try {
		const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
		return kb === undefined ? null : Number(kb) * 1024
	} catch {
		return null
	}
}
