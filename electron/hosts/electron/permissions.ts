import type { MediaAccessPermissionRequest, PermissionCheckHandlerHandlerDetails, Session, WebContents } from 'electron'
import { isOurs } from './origin.ts'

export interface PermissionGuard {
	/** Whether that is the page that records: it alone may ask for what the machine plays. */
	isRecorder(contents: WebContents): boolean
	/** Asked before a page is given the microphone: whether the system itself gives it. */
	microphone(): Promise<boolean>
	refused(permission: string, url: string): void
}

/**
 * Without handlers Electron grants everything that a page asks for. Ours grants the microphone to our own page, what the machine plays to
 * the one that records, and nothing else.
 * Source: electron/electron docs/tutorial/security.md, shell/browser/electron_permission_manager.cc.
 */
export function guardPermissions(
	session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
	{ isRecorder, microphone, refused }: PermissionGuard
): void {
	session.setPermissionRequestHandler((contents, permission, callback, details) => {
		const granted = grantsRequest(permission, details, isRecorder(contents))
		if (granted === 'microphone') return void microphone().then(callback)
		if (granted === null) refused(permission, details.requestingUrl)
		callback(granted !== null)
	})
	// Asked often and for no reason of ours (device labels, autoplay…): a refusal is not worth a line in the log.
	session.setPermissionCheckHandler((_contents, permission, origin, details) => grantsCheck(permission, origin, details))
}

/**
 * What a page that asks gets; null: nothing. `getDisplayMedia` asks for `media` of no type, and is then asked what of the screen it shall
 * have (`system-audio.ts`). Source: electron/electron shell/browser/web_contents_permission_helper.cc, RequestMediaAccessPermission.
 */
export function grantsRequest(
	permission: string,
	details: Pick<MediaAccessPermissionRequest, 'isMainFrame' | 'requestingUrl' | 'mediaTypes' | 'securityOrigin'>,
	isRecorder: boolean
): 'microphone' | 'system-audio' | null {
	if (permission !== 'media' || !details.isMainFrame || !isOurs(details.requestingUrl)) return null
	if (details.securityOrigin !== undefined && !isOurs(details.securityOrigin)) return null
	if (details.mediaTypes?.length === 0) return isRecorder ? 'system-audio' : null
	return details.mediaTypes?.length === 1 && details.mediaTypes[0] === 'audio' ? 'microphone' : null
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
