import {
	MEASURED_ENGINE_POST,
	NEXT_ENGINE_POST,
	OTHER_ENGINE_POST,
	SECOND_ENGINE_POST,
	SPEAKERS_POST
} from '../../electron/contract/processes.ts'

/** The post that a life held: lives are numbered, `engine#4`. */
export function postOf(name: string): string {
	return name.replace(/#\d+$/, '')
}

/** The choice of messages that names a process: its role, but the standby by what it was, the page that records apart from the window, and so the engines with another model, for a second file, to be used next and to be measured, and what tells speakers apart. */
export function roleOf({
	role,
	name,
	standby = false
}: {
	readonly role: string
	readonly name: string
	readonly standby?: boolean
}): string {
	if (standby) return 'standby'
	if (role === 'window' && postOf(name) === 'recorder') return 'recorder'
	if (postOf(name) === NEXT_ENGINE_POST) return 'next'
	if (postOf(name) === SECOND_ENGINE_POST) return 'extra'
	if (postOf(name) === MEASURED_ENGINE_POST) return 'measured'
	if (postOf(name) === SPEAKERS_POST) return 'speakers'
	return postOf(name) === OTHER_ENGINE_POST ? 'second' : role
}
