import { dirname } from 'node:path'
import { type BrowserWindow, dialog } from 'electron'
import * as v from 'valibot'
import type { Words } from './messages/words.ts'
import { readSmallFile, writeSmallFile } from './small-file.ts'

/** Where the last files were picked. Electron's own dialogs begin in the downloads each time. */
const Picked = v.object({ folder: v.string() })

/** What is offered first; everything else can be opened too. */
const MEDIA = ['wav', 'mp3', 'm4a', 'mp4', 'mov', 'aac', 'flac', 'ogg', 'oga', 'opus', 'webm', 'mkv', 'aif', 'aiff', 'wma', 'avi']

/** The files that the user picks in the system's dialog; none when they change their mind. `path`: a small file that remembers the folder. */
export async function pickFiles(window: BrowserWindow, path: string, { t }: Words): Promise<readonly string[]> {
	const folder = readSmallFile(path, Picked)?.folder
	const { filePaths } = await dialog.showOpenDialog(window, {
		title: t('open.title'),
		buttonLabel: t('open.button'),
		properties: ['openFile', 'multiSelections'],
		filters: [
			{ name: t('open.media'), extensions: MEDIA },
			{ name: t('open.all'), extensions: ['*'] }
		],
		...(folder === undefined ? {} : { defaultPath: folder })
	})
	const [first] = filePaths
	if (first !== undefined) writeSmallFile(path, { folder: dirname(first) })
	return filePaths
}

/** The folder that the user picks, to be watched or to move everything to; null when they change their mind. */
export async function pickFolder(window: BrowserWindow, what: 'watch' | 'move', { t }: Words): Promise<string | null> {
	const { filePaths } = await dialog.showOpenDialog(window, {
		title: t(`${what}.title`),
		buttonLabel: t(`${what}.button`),
		properties: ['openDirectory', 'createDirectory']
	})
	return filePaths[0] ?? null
}
