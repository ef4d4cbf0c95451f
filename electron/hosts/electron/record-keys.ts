import type { GlobalShortcut } from 'electron'
import { fail, type Problem } from '../../../native-bridge/protocol/problem.ts'

/**
 * The keys that start and end a recording from anywhere. The system may refuse them, mostly since another program has them; on Wayland it
 * asks the user, and what they say is not told. Source: electron/electron docs/api/global-shortcut.md.
 */
export class RecordKeys {
	readonly #shortcuts: Pick<GlobalShortcut, 'register' | 'unregister'>
	readonly #pressed: () => void
	#keys: string | null = null

	constructor(shortcuts: Pick<GlobalShortcut, 'register' | 'unregister'>, pressed: () => void) {
		this.#shortcuts = shortcuts
		this.#pressed = pressed
	}

	/** Gives what to say when the system refuses; those from before are gone then too. */
	set(keys: string | null): Problem | null {
		if (keys === this.#keys) return null
		if (this.#keys !== null) this.#shortcuts.unregister(this.#keys)
		this.#keys = null
		if (keys === null) return null
		try {
			if (this.#shortcuts.register(keys, this.#pressed)) {
				this.#keys = keys
				return null
			}
		} catch {
			// A key that this system does not know.
		}
		return fail(
			'keys-refused',
			`The system does not give Holdfast the keys ${keys}: another program probably has them. Choose others in the settings.`,
			{
				keys
			}
		).problem
	}
}
