import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'

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

/** Whether a process was stopped by a signal: state `T` in /proc (proc(5)). Linux only, false elsewhere and when it is gone. */
export function isFrozen(pid: number): boolean {
	if (process.platform !== 'linux') return false
	try {
		return /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'))
	} catch {
		return false
	}
}

/**
 * Processes that the kernel killed for want of memory: those of our control group (cgroup v2, `memory.events`), else those of the whole
 * machine (`/proc/vmstat`). Linux only, null elsewhere.
 */
export function oomKills(): number | null {
	if (process.platform !== 'linux') return null
	return counterIn(groupEvents()) ?? counterIn('/proc/vmstat')
}

let group: string | null = null

function groupEvents(): string {
	if (group === null) {
		try {
			group = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'latin1'))?.[1] ?? '/'
		} catch {
			group = '/'
		}
	}
	return join('/sys/fs/cgroup', group, 'memory.events')
}

function counterIn(path: string): number | null {
	try {
		const count = /^oom_kill (\d+)$/m.exec(readFileSync(path, 'latin1'))?.[1]
		return count === undefined ? null : Number(count)
	} catch {
		return null
	}
}

/** Ends process `pid` by SIGKILL if `mark` stands in its environment. Linux only; false elsewhere, and when it is gone or another's. */
export function endOrphan(pid: number, mark: string): boolean {
	if (process.platform !== 'linux') return false
	try {
		if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)) return false
		process.kill(pid, 'SIGKILL')
		return true
	} catch {
		return false
	}
}

/**
 * Lets everything else go first where processors are short. On Linux priority is each thread's own (those to come take it from the one that
 * makes them), and counts within its session only: a process that is a session of its own is lowered as that, too. Harmless when it is gone.
 */
export function lowerPriority(pid: number): void {
	const lower = constants.priority.PRIORITY_BELOW_NORMAL
	for (const id of threadsOf(pid)) attempt(() => setPriority(id, lower))
	if (process.platform === 'linux' && isOwnSession(pid)) attempt(() => writeFileSync(`/proc/${pid}/autogroup`, String(lower)))
}

function threadsOf(pid: number): number[] {
	if (process.platform !== 'linux') return [pid]
	try {
		return readdirSync(`/proc/${pid}/task`).map(Number)
	} catch {
		return []
	}
}

/** Of others it is the session of main as well: then only threads are lowered. Field 6 of /proc/<pid>/stat, behind a name in brackets. */
function isOwnSession(pid: number): boolean {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
		return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]) === pid
	} catch {
		return false
	}
}

/** It may be gone, or forbid it: then it stays as it is. */
function attempt(act: () => void): void {
	try {
		act()
	} catch {
		// See above.
	}
}
