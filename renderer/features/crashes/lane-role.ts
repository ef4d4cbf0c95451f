/** The choice of messages that names a process: its role, but the standby by what it is. */
export function laneRole({ role, name }: { readonly role: string; readonly name: string }): string {
	return name === 'engine-standby' ? 'standby' : role
}
