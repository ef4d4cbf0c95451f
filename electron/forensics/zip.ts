import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/**
 * Files as a zip. They are packed in threads of Node's own zlib, so that main goes on meanwhile.
 *
 * @param at what they are dated, ms since 1970
 */
export async function zipOf(files: readonly { readonly name: string; readonly bytes: Uint8Array }[], at: number): Promise<Buffer> {
	const zip = new ZipFile()
	for (const { name, bytes } of files) {
		zip.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name, { mtime: new Date(at), mode: 0o100644 })
	}
	zip.end()
	return await buffer(zip.outputStream)
}
