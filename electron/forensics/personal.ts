import { realpathSync } from 'node:fs'
import { homedir, hostname, userInfo } from 'node:os'

/** What would tell in a bug report who the user is and what was transcribed. */
export interface Personal {
	/** Absolute paths; one folder may have several, by links. */
	readonly homes: readonly string[]
	readonly dataDirs: readonly string[]
	readonly users: readonly string[]
	readonly hosts: readonly string[]
	readonly titles: readonly string[]
	/** Files of the user's: by name, and by path where it is known. */
	readonly files: readonly { readonly name: string; readonly path: string | null }[]
}

/** Of this machine and its user, with what the ledger knows of transcripts. */
export function personalHere(dataDir: string, transcripts: Pick<Personal, 'titles' | 'files'>): Personal {
	const home = homedir()
	return { homes: waysTo(home), dataDirs: waysTo(dataDir), users: userNames(home), hosts: hostNames(), ...transcripts }
}

/** As it is written, and where it really lies. */
function waysTo(folder: string): string[] {
	try {
		return [...new Set([folder, realpathSync(folder)])]
	} catch {
		return [folder]
	}
}

function userNames(home: string): string[] {
	const names = [home.split(/[\\/]/).findLast(part => part !== '') ?? '']
	try {
		names.push(userInfo().username)
	} catch {
		// A user id without an entry in the system's list has no name.
	}
	// Windows' short form of a long name: “Anna Lena” is also ANNALE~1.
	for (const name of [...names]) {
		const short = name.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
		if (name.length > 8 || short.length < name.length) names.push(`${short.slice(0, 6)}~1`)
	}
	return [...new Set(names.filter(name => name !== ''))]
}

/** The whole name, and its first part. */
function hostNames(): string[] {
	const host = hostname()
	return [...new Set([host, host.split('.')[0] ?? ''])].filter(name => name !== '')
}
