/** The post that a life held: lives are numbered, `engine#4`. */
export function postOf(name: string): string {
	return name.replace(/#\d+$/, '')
}

/** The choice of messages that names a process: its role, but the standby by what it is. */
export function laneRole({ role, name }: { readonly role: string; readonly name: string }): string {
	return postOf(name) === 'engine-standby' ? 'standby' : role
}
