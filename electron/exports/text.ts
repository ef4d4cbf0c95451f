import { type Format, inOrder } from './format.ts'

/** Plain text: one segment a line. */
export const text: Format = {
	id: 'txt',
	name: 'Plain text',
	extension: 'txt',
	mime: 'text/plain',
	write: exported =>
		inOrder(exported)
			.map(line => `${line.text}\n`)
			.join('')
}
