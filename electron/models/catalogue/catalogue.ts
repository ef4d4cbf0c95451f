import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { kindOf } from '../../../native-bridge/kinds/registry.ts'
import type { OfferedModel } from '../../contract/models.ts'
import { ASIAN } from './asian.ts'
import { CatalogueEntry, downloadBytes, partsOf } from './entry.ts'
import { MOONSHINE } from './moonshine.ts'
import { NEMO } from './nemo.ts'
import { OMNILINGUAL } from './omnilingual.ts'
import { SPEAKERS } from './speakers.ts'
import { STREAMING } from './streaming.ts'
import { WHISPER } from './whisper.ts'

/** Every model that Holdfast offers. To add one, add it to the file of its family; a test checks each. */
export const CATALOGUE: readonly CatalogueEntry[] = [...MOONSHINE, ...WHISPER, ...NEMO, ...ASIAN, ...STREAMING, ...OMNILINGUAL, ...SPEAKERS]

/** Never longer than this, whatever a model could stand. */
const SEGMENT_SECONDS = 20
/** A worker with its library and speech detector, before any model. */
const BARE_WORKER_BYTES = 100_000_000

/**
 * Entries of the user's own, from `<folder>/*.json`, each of which replaces one of ours of the same name. One that can't be read is told by its
 * file's name and costs no other.
 */
export function ownEntries(folder: string): { readonly entries: CatalogueEntry[]; readonly broken: string[] } {
	const entries: CatalogueEntry[] = []
	const broken: string[] = []
	for (const file of filesOf(folder)) {
		try {
			entries.push(v.parse(CatalogueEntry, JSON.parse(readFileSync(join(folder, file), 'utf8'))))
		} catch {
			broken.push(file)
		}
	}
	return { entries, broken }
}

/** What people are told of an entry. */
export function offered(entry: CatalogueEntry, accepted: boolean): OfferedModel {
	const { id, purposes, archive, diskBytes, licence, model } = entry
	const abilities = kindOf(model)?.abilities
	return {
		id,
		name: model.name,
		languages: model.languages,
		languageCount: entry.languageCount ?? model.languages.length,
		purposes,
		downloadBytes: downloadBytes(entry),
		diskBytes,
		memoryBytes: diskBytes === null ? null : memoryFor(diskBytes),
		licence,
		accepted: accepted || licence.open,
		times: abilities?.times ?? 'estimated',
		confidence: abilities?.confidence ?? false,
		punctuation: (abilities?.punctuation ?? false) || model.files.some(({ role }) => role.startsWith('punctuation')),
		segmentSeconds: Math.min(model.segmentSeconds ?? SEGMENT_SECONDS, SEGMENT_SECONDS),
		source: archive.url,
		pinned: partsOf(entry).every(({ sha256 }) => sha256 !== null)
	}
}

/** Weights are copied into memory, and a decode of 20 seconds takes a third of that again (Moonshine tiny: 28 MB of files, 212–239 MB with all). */
function memoryFor(diskBytes: number): number {
	return Math.round((BARE_WORKER_BYTES + diskBytes * 1.4) / 10_000_000) * 10_000_000
}

function filesOf(folder: string): string[] {
	try {
		return readdirSync(folder).filter(name => name.endsWith('.json'))
	} catch {
		return []
	}
}
