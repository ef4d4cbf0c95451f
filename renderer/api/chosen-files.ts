import type { LeftOut } from '../../electron/contract/intake.ts'
import { beginsLikeMedia, HEAD_BYTES, kindByName } from '../../electron/contract/media.ts'

/** Files that the user has given, and how many of folders were left out. */
export interface ChosenFiles {
	readonly files: readonly File[]
	readonly leftOut: LeftOut
}

/** The page is given a turn after so many files. */
const TURN_FILES = 200

/** Of a folder that was picked as a whole: sound and video. */
export async function chooseFromFolder(all: readonly File[]): Promise<ChosenFiles> {
	const files: File[] = []
	const leftOut = { other: 0, hidden: 0 }
	let n = 0
	for (const file of all) {
		const kind = await kindOf(file, file.webkitRelativePath || file.name)
		if (kind === 'media') files.push(file)
		else leftOut[kind]++
		if (++n % TURN_FILES === 0) await turn()
	}
	return { files, leftOut }
}

/**
 * What was dropped: files as they are, and of folders, however deep, sound and video. Must be called while the drop is being handled:
 * later the browser gives nothing out.
 */
export function chooseDropped(transfer: DataTransfer): Promise<ChosenFiles> {
	const entries = [...transfer.items].flatMap(item => (item.kind === 'file' ? [item.webkitGetAsEntry()] : []))
	const all = [...transfer.files]
	// One without an entry is no file of the file system (a picture from a page); the list of files has it.
	const folders = entries.filter(entry => entry?.isDirectory) as FileSystemDirectoryEntry[]
	if (folders.length === 0) return Promise.resolve({ files: all, leftOut: { other: 0, hidden: 0 } })
	const names = new Set(folders.map(folder => folder.name))
	return fromFolders(
		folders,
		all.filter((file, n) => !(entries[n]?.isDirectory ?? names.has(file.name)))
	)
}

async function fromFolders(folders: readonly FileSystemDirectoryEntry[], dropped: readonly File[]): Promise<ChosenFiles> {
	const files = [...dropped]
	const leftOut = { other: 0, hidden: 0 }
	const open = [...folders]
	let n = 0
	for (let folder = open.shift(); folder; folder = open.shift()) {
		if (kindByName(folder.name) === 'hidden') {
			leftOut.hidden++
			continue
		}
		for (const entry of await entriesOf(folder)) {
			if (entry.isDirectory) open.push(entry as FileSystemDirectoryEntry)
			else {
				const file = await fileOf(entry as FileSystemFileEntry)
				const kind = file === null ? 'other' : await kindOf(file, entry.name)
				if (kind === 'media' && file) files.push(file)
				else leftOut[kind === 'hidden' ? 'hidden' : 'other']++
			}
			if (++n % TURN_FILES === 0) await turn()
		}
	}
	return { files, leftOut }
}

/** `path`: as the folder has it, with the names of folders in it. */
async function kindOf(file: File, path: string): Promise<'media' | 'other' | 'hidden'> {
	if (path.split('/').some(part => kindByName(part) === 'hidden')) return 'hidden'
	const kind = kindByName(file.name)
	if (kind !== 'unknown') return kind
	// The browser's guess is by name; MPEG-TS shares its own with TypeScript, and such a file is looked into.
	if (/^(?:audio|video)\//.test(file.type) && !/\.ts$/i.test(file.name)) return 'media'
	const head = await file
		.slice(0, HEAD_BYTES)
		.arrayBuffer()
		.catch(() => new ArrayBuffer(0))
	return beginsLikeMedia(new Uint8Array(head)) ? 'media' : 'other'
}

/** A reader gives at most 100 at a time, and none when there are no more. One that can't be read is empty. */
export async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
	const reader = folder.createReader()
	const all: FileSystemEntry[] = []
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>(resolve => reader.readEntries(resolve, () => resolve([])))
		if (some.length === 0) return all
		all.push(...some)
	}
}

/** Null: it can't be read. */
export function fileOf(entry: FileSystemFileEntry): Promise<File | null> {
	return new Promise(resolve => entry.file(resolve, () => resolve(null)))
}

function turn(): Promise<void> {
	return new Promise(resolve => setTimeout(resolve))
}
