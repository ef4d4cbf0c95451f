/** A model that somebody publishes: the one that is set up, in an archive, and an entry of the user’s own catalogue that says where. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzOf } from '../electron/models/unpack/test-archives.ts'

const MODEL = join(import.meta.dirname, '../models/moonshine-tiny-en')
const FILES = ['encoder.onnx', 'decoder.onnx', 'tokens.txt']

export function archiveOfTiny(): Buffer {
	return gzOf(FILES.map(name => ({ path: `tiny/${name}`, content: readFileSync(join(MODEL, name)) })))
}

/** Offers it, to whoever has this data folder, as “Tiny again”. */
export function publish(dataDir: string, url: string, archive: Buffer): void {
	mkdirSync(join(dataDir, 'catalogue'), { recursive: true })
	const entry = {
		id: 'tiny-again',
		purposes: ['fast'],
		archive: { url: `${url}/tiny-again.tar.gz`, bytes: archive.length, sha256: createHash('sha256').update(archive).digest('hex') },
		diskBytes: 29_000_000,
		licence: { id: 'own', name: 'Licence of the house', url: 'https://licence.test/', open: false },
		model: {
			...{ name: 'Tiny again', engine: 'sherpa-offline', kind: 'moonshine', languages: ['en'], tokens: null, origin: 'a test' },
			files: FILES.map(name => ({ role: name.replace(/\..*/, ''), name }))
		}
	}
	writeFileSync(join(dataDir, 'catalogue/tiny-again.json'), JSON.stringify(entry))
}
