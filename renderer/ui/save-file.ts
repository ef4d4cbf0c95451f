/** Has the browser fetch a file of ours and keep it, as large as it may be: it asks where, and shows how far it is. */
export function saveFrom(path: string, name: string): void {
	const link = document.createElement('a')
	link.href = path
	link.download = name
	link.click()
}

/** Gives the user a file to keep: the browser asks where, or puts it where downloads go. */
export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
	const address = URL.createObjectURL(new Blob([content], { type }))
	saveFrom(address, name)
	// The browser has taken what it needs when the click returns; some do so a moment later.
	setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
