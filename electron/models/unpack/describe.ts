import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MODEL_FILE, type ModelDescription, parseModel } from '../../../native-bridge/protocol/model.ts'
import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import { countLines, recognise } from '../recognise/recognise.ts'

/** Kept beside a model. */
const PAPERS = /^(licen[cs]e|readme|notice|copying)/i

/**
 * Makes a folder of files a model: finds out what it is, removes what is not of it, and writes model.json, last. `expected`: as the catalogue has it;
 * its makers may have named a file differently since, so only the kind must be right. Problems: `model-unrecognised`, `model-other`.
 */
export async function describe(folder: string, name: string, expected: ModelDescription | null): Promise<Result<ModelDescription>> {
	const known = await knownAs(folder, name, expected)
	if (!known.ok) return known
	const kept = new Set(known.value.files.map(file => file.name))
	for (const file of await readdir(folder)) if (!kept.has(file) && !PAPERS.test(file)) await rm(join(folder, file), { recursive: true })
	const files: ModelDescription['files'] = []
	for (const { role, name: file } of known.value.files) {
		const path = join(folder, file)
		files.push({ role, name: file, bytes: (await stat(path)).size, sha256: await sumOf(path) })
	}
	const tokens = known.value.files.find(file => file.role === 'tokens')
	const description = { ...known.value, files, tokens: tokens ? await countLines(join(folder, tokens.name)) : null }
	await writeDescription(folder, description)
	return ok(description)
}

/** Of the file, in hexadecimal. */
export async function sumOf(path: string, progress: (bytes: number) => void = () => {}): Promise<string> {
	const hash = createHash('sha256')
	let bytes = 0
	for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
		hash.update(chunk)
		bytes += chunk.length
		progress(bytes)
	}
	return hash.digest('hex')
}

async function knownAs(folder: string, name: string, expected: ModelDescription | null): Promise<Result<ModelDescription>> {
	const isThere = (description: ModelDescription) => description.files.every(file => existsSync(join(folder, file.name)))
	if (expected !== null && isThere(expected)) return ok(expected)
	if (expected === null) {
		// From another Holdfast: what it is called and what it speaks stands there.
		const own = parseModel(await readFile(join(folder, MODEL_FILE), 'utf8').catch(() => ''))
		if (own !== null && own.files.length > 0 && isThere(own)) return ok(own)
	}
	const found = await recognise(folder, name)
	if (!found.ok || expected === null) return found
	if (found.value.kind === expected.kind && found.value.engine === expected.engine) return ok({ ...expected, files: found.value.files })
	return fail(
		'model-other',
		`The archive of ${expected.name} holds another kind of model now (${found.value.kind} instead of ${expected.kind}). Nothing of it was kept.`,
		{ model: expected.name, kind: found.value.kind, expected: expected.kind }
	)
}

async function writeDescription(folder: string, description: ModelDescription): Promise<void> {
	const file = await open(join(folder, MODEL_FILE), 'w', 0o600)
	try {
		await file.writeFile(`${JSON.stringify(description, null, '\t')}\n`)
		await file.sync()
	} finally {
		await file.close()
	}
	await syncFolder(folder)
}

/** So that its names are on disk too. Windows has no such thing, and its file system keeps names in order itself. */
export async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return
	const handle = await open(folder, 'r')
	try {
		await handle.sync()
	} finally {
		await handle.close()
	}
}
