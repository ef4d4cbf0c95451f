import type { Configuration } from 'electron-builder'

type Fuses = NonNullable<Configuration['electronFuses']>

/**
 * Switches in Electron's program itself, set when it is packed. Source: electron/electron docs/tutorial/fuses.md.
 *
 * `test`: builds that are driven by a test, which needs the inspector; never shipped.
 */
export function fuses(use: 'release' | 'test'): Fuses {
	return {
		// Whoever can set our environment would run any script as us. The guardian starts the app itself and not Node.
		runAsNode: false,
		enableNodeOptionsEnvironmentVariable: false,
		enableNodeCliInspectArguments: use === 'test',
		// macOS and Windows: an archive that was changed is not run; on all systems nothing but the archive is.
		enableEmbeddedAsarIntegrityValidation: true,
		onlyLoadAppFromAsar: true,
		// Our pages come from a scheme of our own: `file:` has no rights to need.
		grantFileProtocolExtraPrivileges: false,
		loadBrowserProcessSpecificV8Snapshot: false,
		// There are no cookies. It could never be undone, and asks for the system's keychain.
		enableCookieEncryption: false
	}
}
