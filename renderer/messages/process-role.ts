/** The post that a life held: lives are numbered, `engine#4`. */
export function postOf(name: string): string {
	return name.replace(/#\d+$/, '')
}

/** The choice of messages that names a process: its role, but the standby by what it was, and the page that records apart from the window. */
export function roleOf({
	role,
	name,
	standby = false
}: {
	readonly role: string
	readonly name: string
	readonly standby?: boolean
}): string {
	return standby ? 'standby' : role === 'window' && postOf(name) === 'recorder' ? 'recorder' : role
}
