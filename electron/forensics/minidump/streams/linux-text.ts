import type { StreamKind } from './stream.ts'

const MAX_TEXT = 16_384

/** What is worth keeping of /proc/<pid>/status: size and number of threads, never names or ids of users. */
const STATUS = ['VmPeak', 'VmSize', 'VmHWM', 'VmRSS', 'RssAnon', 'VmSwap', 'Threads', 'Seccomp']

/**
 * The texts that Breakpad on Linux copies into its dumps. Two of its streams are left out on purpose: the environment and the command
 * line hold what belongs to nobody else.
 */
export const linuxTexts: readonly StreamKind[] = [
	kind(0x47670003, 'Linux cpuinfo', text => {
		const model = /^model name\s*:\s*(.*)$/m.exec(text)?.[1]
		return model === undefined ? [] : [['cpu', model]]
	}),
	kind(0x47670004, 'Linux process status', text =>
		STATUS.flatMap((key): [string, string][] => {
			const value = new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(text)?.[1]
			return value === undefined ? [] : [[key, value]]
		})
	),
	kind(0x47670005, 'Linux release', text => {
		const name = /^(?:PRETTY_NAME|DISTRIB_DESCRIPTION)="?([^"\n]*)/m.exec(text)?.[1]
		return name === undefined ? [] : [['release', name]]
	})
]

function kind(type: number, name: string, pick: (text: string) => [string, string][]): StreamKind {
	return {
		type,
		name,
		read(stream, into) {
			const text = stream.bytes.text(stream.at, stream.size, MAX_TEXT)
			if (text === undefined) return
			for (const [key, value] of pick(text)) into.linux.set(key, value)
		}
	}
}
