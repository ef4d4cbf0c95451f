/** The first argument of most of Electron's events. */
export class PreventableEvent {
	defaultPrevented = false

	preventDefault(): void {
		this.defaultPrevented = true
	}
}
