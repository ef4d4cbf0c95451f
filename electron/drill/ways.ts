import type { Deed } from '../../native-bridge/protocol/messages.ts'
import type { Role } from '../contract/processes.ts'

/** One way for one process to die. */
export interface Way {
	readonly id: string
	/** In words: “engine: SIGSEGV”. */
	readonly title: string
	/** The process's name in the health list. */
	readonly victim: 'engine' | 'engine-standby' | 'decoder' | 'main' | 'guardian' | 'window'
	readonly role: Role
	/** A signal from outside; a deed of its own; or its line breaking, which is all that is seen of a browser tab's death. */
	readonly by: { readonly signal: NodeJS.Signals } | { readonly deed: Deed } | 'line'
	/** When in the transcription of the sample: before it, or once its first text has come. */
	readonly when: 'before' | 'at-work'
	/** Whether somebody brings it back. */
	readonly comesBack: boolean
}

function signal(victim: Way['victim'], role: Role, signal: NodeJS.Signals, means: string, when: Way['when']): Way {
	return {
		id: `${victim}-${signal.toLowerCase()}`,
		title: `${victim.replace('-', ' ')}: ${signal} (${means})`,
		victim,
		role,
		by: { signal },
		when,
		comesBack: true
	}
}

function deed(victim: Way['victim'], role: Role, deed: Deed, means: string, when: Way['when']): Way {
	return { id: `${victim}-${deed}`, title: `${victim}: ${means}`, victim, role, by: { deed }, when, comesBack: true }
}

const CRASH = 'as a bad pointer does it'
const ABORT = 'as a failed check does it'
const KILL = 'as the system does it when memory runs out'
const STOP = 'frozen: it answers nobody'

/** Every way that is tried, in order. The guardian is last: nobody brings it back. */
export const WAYS: readonly Way[] = [
	signal('engine', 'engine', 'SIGSEGV', CRASH, 'at-work'),
	signal('engine', 'engine', 'SIGABRT', ABORT, 'at-work'),
	signal('engine', 'engine', 'SIGKILL', KILL, 'at-work'),
	deed('engine', 'engine', 'exit-zero', 'exit with code 0, as if all were well', 'at-work'),
	deed('engine', 'engine', 'garbage', 'garbage on its channel', 'at-work'),
	deed('engine', 'engine', 'heap', 'JavaScript memory used up', 'at-work'),
	deed('engine', 'engine', 'hang', 'stuck in native code', 'at-work'),
	signal('engine', 'engine', 'SIGSTOP', STOP, 'at-work'),
	signal('engine-standby', 'engine', 'SIGKILL', KILL, 'at-work'),
	// The sample is read faster than a signal comes: the decoder dies just before it is needed.
	signal('decoder', 'decoder', 'SIGSEGV', CRASH, 'before'),
	signal('decoder', 'decoder', 'SIGKILL', KILL, 'before'),
	deed('decoder', 'decoder', 'exit-zero', 'exit with code 0, as if all were well', 'before'),
	deed('decoder', 'decoder', 'garbage', 'garbage on its channel', 'before'),
	deed('decoder', 'decoder', 'heap', 'JavaScript memory used up', 'before'),
	deed('decoder', 'decoder', 'hang', 'stuck in native code', 'before'),
	{ id: 'window-lost', title: 'window: the tab dies', victim: 'window', role: 'window', by: 'line', when: 'at-work', comesBack: false },
	signal('main', 'main', 'SIGSEGV', CRASH, 'at-work'),
	signal('main', 'main', 'SIGKILL', KILL, 'at-work'),
	signal('main', 'main', 'SIGSTOP', STOP, 'at-work'),
	{ ...signal('guardian', 'guardian', 'SIGKILL', KILL, 'at-work'), comesBack: false }
]
