import { app, type BrowserWindow, nativeImage } from 'electron'
import { type Activity, progressOf } from './activity.ts'
import { overlayIcon } from './icons.ts'
import type { TrayLook } from './tray-look.ts'

/** Progress, number and mark on Holdfast's own icon in the taskbar or the Dock: whatever of it the system has. */
export function showOnIcon(window: Pick<BrowserWindow, 'setProgressBar' | 'setOverlayIcon'>, activity: Activity, look: TrayLook): void {
	const { state, status, isRecording } = look
	const jobs = activity.working.size
	const progress = progressOf(activity)
	// Beyond one: under way, nobody knows how far.
	window.setProgressBar(progress === null ? -1 : progress === 'unknown' ? 2 : progress)
	app.dock?.setBadge(isRecording ? '●' : jobs > 0 ? String(jobs) : '')
	if (process.platform === 'linux') app.setBadgeCount(jobs)
	if (process.platform !== 'win32') return
	if (state === 'idle') window.setOverlayIcon(null, '')
	else window.setOverlayIcon(nativeImage.createFromBuffer(overlayIcon(state, 32)), status)
}
