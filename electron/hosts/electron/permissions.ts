import type { MediaAccessPermissionRequest, PermissionCheckHandlerHandlerDetails, Session } from 'electron'
import { isOurs } from './origin.ts'

/**
 * Without handlers Electron grants everything that a page asks for. Ours grants the microphone to our own page, and nothing else.
 * Source: electron/electron docs/tutorial/security.md, shell/browser/electron_permission_manager.cc.
 */
export function guardPermissions(
	session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
	onRefused: (permission: string, url: string) => void
): void {
	session.setPermissionRequestHandler((_contents, permission, callback, details) => {
		const granted = grantsRequest(permission, details)
		if (!granted) onRefused(permission, details.requestingUrl)
		callback(granted)
	})
	// Asked often and for no reason of ours (device labels, autoplay…): a refusal is not worth a line in the log.
	session.setPermissionCheckHandler((_contents, permission, origin, details) => grantsCheck(permission, origin, details))
}

/** Whether a page that asks gets it. */
export function grantsRequest(
	permission: string,
	details: Pick<MediaAccessPermissionRequest, 'isMainFrame' | 'requestingUrl' | 'mediaTypes' | 'securityOrigin'>
): boolean {
	if (permission !== 'media' || !details.isMainFrame || !isOurs(details.requestingUrl)) return false
	if (details.securityOrigin !== undefined && !isOurs(details.securityOrigin)) return false
	return details.mediaTypes?.length === 1 && details.mediaTypes[0] === 'audio'
}

/** Whether a page may take it for granted: for `media` this decides if `enumerateDevices` tells the microphones' names. */
export function grantsCheck(
	permission: string,
	origin: string,
	details: Pick<PermissionCheckHandlerHandlerDetails, 'isMainFrame' | 'mediaType' | 'embeddingOrigin'>
): boolean {
	if (permission !== 'media' || !details.isMainFrame || !isOurs(origin)) return false
	return details.mediaType !== 'video' && details.embeddingOrigin === undefined
}
