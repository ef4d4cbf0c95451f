import type { ProcessMetric } from 'electron'
import { residentFromProc } from '../proc.ts'

/** Bytes resident of a process of ours. On Linux Electron's metrics have no memory, although its types say so: /proc has. */
export function residentBytes(pid: number, metrics: () => readonly Pick<ProcessMetric, 'pid' | 'memory'>[]): number | null {
	if (process.platform === 'linux') return residentFromProc(pid)
	const memory = metrics().find(metric => metric.pid === pid)?.memory
	return memory === undefined ? null : memory.workingSetSize * 1024
}
