import { readFileSync } from 'node:fs'

/** Bytes resident of any process of ours, from /proc: Linux only, null elsewhere and when it is gone. */
export function residentFromProc(pid: number): number | null {
	if (process.platform !== 'linux') return null
	try {
		const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
		return kb === undefined ? null : Number(kb) * 1024
	} catch {
		return null
	}
}
