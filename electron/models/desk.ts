import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { fail, type Result } from '../../native-bridge/protocol/problem.ts'
import type { OfferedModel } from '../contract/models.ts'
import { CATALOGUE, offered, ownEntries } from './catalogue/catalogue.ts'
import type { CatalogueEntry } from './catalogue/entry.ts'
import type { Installer } from './installer.ts'
import type { OwnFolder } from './own-folder.ts'

export interface DeskDependencies {
	readonly own: OwnFolder
	readonly installer: Installer
	/** The path that a person means by what he wrote. */
	readonly written: (text: string) => string
	/** Where an upload is when all of it is here; null: nowhere. `forget`: what is known of it besides. */
	readonly uploads: { path(upload: string): string | null; forget(upload: string): Promise<void> }
}

/** What can be had: ours, and the user's own, which come before ours of the same name. */
export function catalogueWith(folder: string): readonly CatalogueEntry[] {
	const { entries } = ownEntries(folder)
	const ids = new Set(entries.map(entry => entry.id))
	return [...entries, ...CATALOGUE.filter(entry => !ids.has(entry.id))]
}

/** What the window asks of models besides those that are here. */
export class ModelsDesk {
	readonly installer: Installer
	readonly #deps: DeskDependencies
	readonly #catalogue: () => readonly CatalogueEntry[]

	constructor(deps: DeskDependencies, catalogue: () => readonly CatalogueEntry[]) {
		this.installer = deps.installer
		this.#deps = deps
		this.#catalogue = catalogue
	}

	offered(): OfferedModel[] {
		return this.#catalogue().map(entry => offered(entry, this.#deps.own.accepted(entry.licence.id)))
	}

	/** Imports what lies at a path, or what was uploaded. */
	async bring(path: string | null, upload: { upload: string; name: string } | null): Promise<Result<null>> {
		const { written, uploads, own, installer } = this.#deps
		if (path !== null) {
			const complete = written(path)
			if (!isAbsolute(complete))
				return fail('model-path', `“${path}” is not a complete path. Write where the archive or folder lies.`, { path })
			return await installer.import(complete, basename(complete))
		}
		const at = upload === null ? null : uploads.path(upload.upload)
		if (upload === null || at === null) return fail('bad-request', 'Say what is to be imported.')
		// Ours now: an upload that nobody takes becomes a file in the queue. What a death leaves of it is swept away.
		const taken = join(own.path, `.new-${randomUUID()}`)
		await mkdir(own.path, { recursive: true, mode: 0o700 })
		try {
			await rename(at, taken)
		} catch {
			return fail('upload-missing', `“${upload.name}” has not arrived. Send it again.`, { name: upload.name })
		}
		await uploads.forget(upload.upload)
		return await installer.import(taken, upload.name, () => rm(taken, { force: true }))
	}
}
