import { readFileSync } from 'node:fs'

/** The most memory that this process has had at once until now, bytes resident. */
export function peakMemory(): number {
	try {
		// What the system counts since the process began includes, on Linux, who forked it: this line does not.
		const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
		if (kilobytes !== undefined) return Number(kilobytes) * 1024
	} catch {
		// Another system.
	}
	return process.resourceUsage().maxRSS * 1024
}
