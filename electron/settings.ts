import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { fail, ok, type Result } from '../native-bridge/protocol/problem.ts'
import { DEFAULT_SETTINGS, Settings } from './contract/settings.ts'

/** The user's choices, in one JSON file. What can't be read, or is of another version, is the default. */
export class SettingsFile {
	readonly #path: string
	#now: Settings
	#unsaved = false

	constructor(path: string) {
		this.#path = path
		this.#now = read(path)
	}

	get now(): Settings {
		return this.#now
	}

	/** Those not given stay. In force even when the file can't be written (`settings-not-kept`): until the next start, or `catchUp`. */
	change(some: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Result<Settings> {
		const given = Object.entries(some).filter(([, value]) => value !== undefined)
		this.#now = { ...this.#now, ...Object.fromEntries(given) }
		try {
			writeFileSync(`${this.#path}.part`, JSON.stringify(this.#now, null, '\t'), { mode: 0o600 })
			renameSync(`${this.#path}.part`, this.#path)
			this.#unsaved = false
			return ok(this.#now)
		} catch (error) {
			this.#unsaved = true
			discard(`${this.#path}.part`)
			const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
			return fail('settings-not-kept', `The settings could not be saved (${code}): is the disk full? They hold until Holdfast ends.`, {
				code
			})
		}
	}

	/** For a report that others read: addresses may hold a password, and a folder names. Of those it is said only that they are set. */
	forStrangers(): Settings {
		const { proxy, modelMirror, watchFolder } = this.#now
		return { ...this.#now, proxy: proxy && 'set', modelMirror: modelMirror && 'set', watchFolder: watchFolder && 'set' }
	}

	/** Saves what could not be saved before, if it can be now. */
	catchUp(): void {
		if (this.#unsaved) this.change({})
	}
}

/** Each choice by itself: one that is not understood takes no other with it. */
function read(path: string): Settings {
	let kept: unknown
	try {
		kept = JSON.parse(readFileSync(path, 'utf8'))
	} catch {
		return DEFAULT_SETTINGS
	}
	const entries = Object.entries(Settings.entries).flatMap(([name, schema]) => {
		const value = v.safeParse(schema, (kept as Record<string, unknown> | null)?.[name])
		return value.success ? [[name, value.output]] : []
	})
	return { ...DEFAULT_SETTINGS, ...Object.fromEntries(entries) }
}

/** What a full disk left of it. One that can't be removed either is written over by the next try. */
function discard(path: string): void {
	try {
		rmSync(path, { force: true })
	} catch {
		// See above.
	}
}
