/** Whether the platform's own sheet takes such a file. */
export function canShare(mime: string, extension: string): boolean {
	if (typeof navigator.canShare !== 'function') return false
	return navigator.canShare({ files: [new File(['x'], `x.${extension}`, { type: mime })] })
}

/** Gives the file to the sheet. False when it was left without a choice, or can't be opened any more, as some time after the click. */
export async function share({ name, mime, contents }: { name: string; mime: string; contents: BlobPart }): Promise<boolean> {
	try {
		await navigator.share({ files: [new File([contents], name, { type: mime })] })
		return true
	} catch {
		return false
	}
}
