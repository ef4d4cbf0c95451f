/**
 * Puts text on the clipboard. Electron's permission handler grants pages the microphone and nothing else, so where the clipboard
 * is refused the older way is taken, which needs no permission, only a click. Throws when that is refused too.
 */
export async function copyText(text: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(text)
	} catch {
		const field = document.createElement('textarea')
		field.value = text
		field.readOnly = true
		field.className = 'sr-only'
		document.body.append(field)
		const focused = document.activeElement
		field.select()
		const copied = document.execCommand('copy')
		field.remove()
		if (focused instanceof HTMLElement) focused.focus()
		if (!copied) throw new Error('The browser refused the clipboard.')
	}
}
