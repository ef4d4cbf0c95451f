import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** What goes into a zip: as bytes, or as something to be read when its turn comes, which is audio that does not get smaller. */
export type Zipped = { readonly name: string } & ({ readonly bytes: Uint8Array } | { readonly stream: Readable })

/**
 * Files as a zip that is written while it is read: the next one is asked for when the one before is through, so that memory does not grow
 * with their number. They are packed in threads of Node's own zlib, and main goes on meanwhile. An error of theirs ends it in the middle.
 *
 * @param at what they are dated, ms since 1970
 */
export function zipStream(files: AsyncIterable<Zipped> | Iterable<Zipped>, at: number): Readable {
	const zip = new ZipFile()
	// Yazl's types promise less than it gives: a PassThrough.
	const out = zip.outputStream as Readable
	zip.on('error', error => out.destroy(error as Error))
	const through = (file: Zipped) =>
		new Promise<void>(resolve => {
			const stream = 'bytes' in file ? Readable.from([file.bytes]) : file.stream
			const left = () => {
				stream.destroy()
				resolve()
			}
			if (out.destroyed) return left()
			out.once('close', left)
			// Nobody else listens: unheard, an error of theirs would end main.
			stream.once('error', error => out.destroy(error))
			stream.once('end', () => {
				out.off('close', left)
				resolve()
			})
			zip.addReadStream(stream, file.name, { mtime: new Date(at), mode: 0o100644, compress: 'bytes' in file })
		})
	const write = async () => {
		try {
			for await (const file of files) {
				await through(file)
				if (out.destroyed) return
			}
			zip.end()
		} catch (error) {
			out.destroy(error as Error)
		}
	}
	void write()
	return out
}

/** As `zipStream`, at once. */
export async function zipOf(files: readonly Zipped[], at: number): Promise<Buffer> {
	return await buffer(zipStream(files, at))
}
