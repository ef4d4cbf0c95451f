/** The post that a life held: lives are numbered, `engine#4`. */
export function postOf(name: string): string {
	return name.replace(/#\d+$/, '')
}

/** The choice of messages that names what died: its role, but the standby by what it was. */
export function roleOf({ role, standby }: { readonly role: string; readonly standby: boolean }): string {
	return standby ? 'standby' : role
}
