/** Archives as they come, and as nobody should make them. */
import { execFileSync } from 'node:child_process'
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { Header } from 'tar'
import { ZipFile } from 'yazl'

export interface TestEntry {
	readonly path: string
	readonly content?: Buffer | string
	readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice'
	readonly linkpath?: string
}

/** A tar of exactly these entries, whatever they are called. */
export function tarOf(entries: readonly TestEntry[]): Buffer {
	const blocks = entries.flatMap(({ path, content = '', type = 'File', linkpath }) => {
		const bytes = Buffer.from(content)
		const header = new Header({
			path,
			type,
			size: bytes.length,
			mode: 0o644,
			mtime: new Date(0),
			...(linkpath === undefined ? {} : { linkpath })
		})
		header.encode()
		return [header.block ?? Buffer.alloc(0), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
	})
	return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

export function gzOf(entries: readonly TestEntry[]): Buffer {
	return gzipSync(tarOf(entries))
}

/** By the system's own bzip2; null where it has none. */
export function bz2Of(bytes: Buffer): Buffer | null {
	try {
		return execFileSync('bzip2', ['-c'], { input: bytes, maxBuffer: 1 << 30 })
	} catch {
		return null
	}
}

/** A zip; a name in it may be changed to one of the same length that no program would write. */
export async function zipOf(path: string, entries: readonly TestEntry[], rename: readonly [string, string] = ['', '']): Promise<void> {
	const zip = new ZipFile()
	for (const { path: name, content = '', type } of entries)
		zip.addBuffer(Buffer.from(content), name, {
			mode: type === 'SymbolicLink' ? 0o120777 : 0o100644,
			compress: content.length > 1000
		})
	zip.end()
	await pipeline(zip.outputStream, createWriteStream(path))
	if (rename[0] === '') return
	writeFileSync(path, Buffer.from(readFileSync(path).toString('latin1').replaceAll(rename[0], rename[1]), 'latin1'))
}
