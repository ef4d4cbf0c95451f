const BLOCK = 512
/** What the head of an entry has room for. */
const LONGEST_NAME = 100

/**
 * These files as one, a tar of them named as their folder. Nothing is read yet: the browser reads each when its place is sent. Two blocks of
 * nothing are the end.
 */
export function tarOf(folder: string, files: readonly File[]): File {
	const parts = files.flatMap(file => {
		const head = headOf(file)
		return head ? [head, file, new Uint8Array(-file.size & (BLOCK - 1))] : []
	})
	return new File([...parts, new Uint8Array(2 * BLOCK)], folder, { type: 'application/x-tar' })
}

/** Null: its name is too long for one that a model has. */
function headOf({ name, size }: File): Uint8Array<ArrayBuffer> | null {
	const head = new Uint8Array(BLOCK)
	const encoder = new TextEncoder()
	const path = encoder.encode(name)
	if (path.length > LONGEST_NAME) return null
	const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
	const write = (at: number, text: string) => head.set(encoder.encode(text), at)
	head.set(path)
	write(100, octal(0o644, 7))
	write(108, octal(0, 7))
	write(116, octal(0, 7))
	write(124, octal(size, 11))
	write(136, octal(0, 11))
	write(156, '0')
	write(257, 'ustar\u000000')
	// Of all bytes of the head, where the sum itself counts as spaces.
	const sum = head.reduce((all, byte) => all + byte, 8 * 0x20)
	write(148, `${octal(sum, 6)}\u0000 `)
	return head
}
