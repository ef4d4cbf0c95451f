/** Gives the user a file to keep: the browser asks where, or puts it where downloads go. */
export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
	const address = URL.createObjectURL(new Blob([content], { type }))
	const link = document.createElement('a')
	link.href = address
	link.download = name
	link.click()
	// The browser has taken what it needs when the click returns; some do so a moment later.
	setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
