import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ModelDescription } from '../../../native-bridge/protocol/model.ts'
import { fail, ok, type Result } from '../../../native-bridge/protocol/problem.ts'
import { describe, sumOf } from './describe.ts'
import { judgeEntry, judgeSize } from './entry-rule.ts'
import { unpack } from './unpack.ts'

interface Beside {
	readonly from: string
	readonly name: string
	readonly take: Readonly<Record<string, string>> | undefined
}

/** What takes long, and is done in a thread. */
export type Task =
	/** The sum of a file. */
	| { readonly task: 'sum'; readonly path: string }
	/** Makes a model of an archive, or of a folder, in the empty folder `into`. `name`: the archive's, by which it is called where nothing else is known. */
	| {
			readonly task: 'unpack'
			readonly from: string
			readonly into: string
			readonly name: string
			/** What is put beside those of the archive: a file by its name, or files of another archive by new names. */
			readonly beside?: readonly Beside[]
			readonly expected: ModelDescription | null
	  }
	/** Which files of a model are not as they were. */
	| { readonly task: 'verify'; readonly folder: string; readonly files: ModelDescription['files'] }

export interface Done {
	readonly sum: { readonly sha256: string }
	readonly unpack: ModelDescription
	readonly verify: { readonly damaged: string[] }
}

/** Does it in this thread. @param progress bytes that were read */
export async function perform(task: Task, progress: (bytes: number) => void): Promise<Result<Done[Task['task']]>> {
	switch (task.task) {
		case 'sum':
			return ok({ sha256: await sumOf(task.path, progress) })
		case 'unpack': {
			const isFolder = (await stat(task.from)).isDirectory()
			const came = isFolder ? await copy(task.from, task.into, task.name, progress) : await unpack(task.from, task.into, progress)
			if (!came.ok) return came
			for (const beside of task.beside ?? []) {
				const put = await putBeside(beside, task.into)
				if (!put.ok) return put
			}
			return await describe(task.into, task.name, task.expected)
		}
		case 'verify':
			return ok({ damaged: await damagedOf(task.folder, task.files, progress) })
		default:
			return task satisfies never
	}
}

/** Its licence comes along where it has one: `LICENSE.<archive>`. Problems: those of unpacking, and `archive-other`. */
async function putBeside({ from, name, take }: Beside, into: string): Promise<Result<null>> {
	if (!take) {
		await copyFile(from, join(into, name))
		return ok(null)
	}
	// What stays in it goes with everything that is not of the model.
	const side = await mkdtemp(join(into, '.beside-'))
	const came = await unpack(from, side)
	if (!came.ok) return came
	for (const [file, as] of Object.entries(take)) {
		if (!came.value.includes(file))
			return fail('archive-other', `In ${name} there is no ${file} any more: its makers have changed it. Nothing of it was kept.`, {
				name,
				file
			})
		await rename(join(side, file), join(into, as))
	}
	const licence = came.value.find(file => /^licen[cs]e/i.test(file))
	if (licence !== undefined) await rename(join(side, licence), join(into, `LICENSE.${basename(name).replace(/\.tar\..*$/, '')}`))
	await rm(side, { recursive: true })
	return ok(null)
}

/** By the rules of an archive: links are none of a model, and folders in it are left. */
async function copy(from: string, into: string, name: string, progress: (bytes: number) => void): Promise<Result<null>> {
	let bytes = 0
	const entries = await readdir(from, { withFileTypes: true })
	if (judgeSize(entries.length, 0, 0) !== null)
		return fail('model-unrecognised', `“${name}” holds thousands of files: it is no folder of a model.`, { name })
	for (const entry of entries) {
		const is = entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'other'
		// A folder of the user's own may hold links; what they lead to is not looked for.
		if (is !== 'file' || judgeEntry({ path: entry.name, is, bytes: 0 }).is !== 'take') continue
		const before = bytes
		const source = createReadStream(join(from, entry.name), { highWaterMark: 1 << 20 })
		source.on('data', chunk => {
			bytes += chunk.length
			progress(bytes)
		})
		await pipeline(source, createWriteStream(join(into, entry.name), { flags: 'wx', mode: 0o600, flush: true }))
		if (bytes === before) progress(bytes)
	}
	return ok(null)
}

async function damagedOf(folder: string, files: ModelDescription['files'], progress: (bytes: number) => void): Promise<string[]> {
	const damaged: string[] = []
	let read = 0
	for (const { name, bytes, sha256 } of files) {
		const path = join(folder, name)
		try {
			const size = (await stat(path)).size
			if (bytes !== undefined && size !== bytes) damaged.push(name)
			else if (sha256 !== undefined && (await sumOf(path, done => progress(read + done))) !== sha256) damaged.push(name)
			read += size
		} catch {
			damaged.push(name)
		}
	}
	return damaged
}
