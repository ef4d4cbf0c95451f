import { entriesOf, fileOf } from './chosen-files.ts'
import { tarOf } from './tar-of.ts'

/**
 * What was dropped as models: archives as they are, folders each as one. Of a folder what lies in it itself: a model's recordings to try it with lie
 * deeper. Must be called while the drop is being handled: later the browser gives nothing out.
 */
export function modelsDropped(transfer: DataTransfer): Promise<readonly File[]> {
	const dropped = [...transfer.items].flatMap(item => (item.kind === 'file' ? [[item.webkitGetAsEntry(), item.getAsFile()] as const] : []))
	return Promise.all(
		dropped.map(async ([entry, file]) => (entry?.isDirectory ? await packed(entry as FileSystemDirectoryEntry) : file))
	).then(all => all.filter(file => file !== null))
}

async function packed(folder: FileSystemDirectoryEntry): Promise<File> {
	const entries = (await entriesOf(folder)).filter(entry => entry.isFile && !entry.name.startsWith('.'))
	const files = await Promise.all(entries.map(entry => fileOf(entry as FileSystemFileEntry)))
	return tarOf(
		folder.name,
		files.filter(file => file !== null)
	)
}
