import { type DeathFacts, lineOf, type Rule, who, wrote } from './rule.ts'

/** What a system's error number means for a process that could not be created. */
const NO_ROOM: Readonly<Record<string, string>> = {
	EAGAIN: 'the system allows no more processes',
	EMFILE: 'Holdfast has too many files open',
	ENFILE: 'the machine has too many files open',
	ENOMEM: 'there is no memory for another process'
}
const NOT_THERE: Readonly<Record<string, string>> = {
	ENOENT: 'its program or its folder is not there any more',
	EACCES: 'its program may not be run by this user',
	EPERM: 'the system does not permit it',
	ENOEXEC: 'its program is not one for this machine',
	ETXTBSY: 'its program is just being written'
}

const INSTALLATION = 'Is the installation complete? Run npm run setup.'

/** Processes that never came to life, or whose program is not whole. */
export const NOT_BEGUN: readonly Rule[] = [
	{
		code: 'no-room-to-start',
		blamesWork: false,
		says: death => {
			const reason = death.facts.neverStarted ? meaningOf(death, NO_ROOM) : null
			if (reason === null) return null
			return {
				facts: { reason: death.facts.reason, error: reason.error },
				text: `${who(death)} could not be started: ${reason.meaning} (${reason.error}).`,
				certainty: 'known',
				advice: 'Close other programs. Is there a limit for this user or container?'
			}
		}
	},
	{
		code: 'not-started',
		blamesWork: false,
		says: death => {
			if (!death.facts.neverStarted) return null
			const known = meaningOf(death, NOT_THERE)
			const why = known ? `${known.meaning} (${known.error})` : (death.facts.reason ?? 'the system does not say why')
			return {
				facts: { reason: death.facts.reason },
				text: `${who(death)} could not be started: ${why}.`,
				certainty: death.facts.reason ? 'known' : 'unknown',
				advice: INSTALLATION
			}
		}
	},
	{
		// ld.so(8), dlopen(3), dyld, and Windows' STATUS_DLL_NOT_FOUND, _ENTRYPOINT_NOT_FOUND, _ORDINAL_NOT_FOUND, _INVALID_IMAGE_FORMAT.
		code: 'library-missing',
		blamesWork: false,
		says: death => {
			const line =
				lineOf(
					death,
					/^.*(?:error while loading shared libraries|cannot open shared object file|symbol lookup error|undefined symbol|version `\S+' not found|Library not loaded|file too short|invalid ELF header|wrong ELF class).*$/
				) ?? lineOf(death, /^.*ERR_DLOPEN_FAILED.*$/)
			const onWindows = [0xc0000135, 0xc0000138, 0xc0000139, 0xc000007b].includes(death.facts.ntstatus ?? 0)
			// A process that was ended may have complained before and gone on; only macOS' loader ends by a signal itself.
			const itself = death.facts.signal === null || line?.[0].includes('Library not loaded')
			if ((!line || !itself) && !onWindows) return null
			const quote = line ? cut(line[0]) : null
			return {
				facts: { line: quote },
				text: `${who(death)} ended: a library that it needs is missing, damaged or of the wrong version${quote === null ? '' : `: “${quote}”`}.`,
				certainty: 'known',
				advice: INSTALLATION,
				evidence: quote === null ? [] : [wrote(quote)]
			}
		}
	},
	{
		code: 'program-incomplete',
		blamesWork: false,
		says: death => {
			const line = death.facts.code === 1 ? lineOf(death, /^.*(Cannot find (?:module|package) \S+).*$/) : null
			if (!line) return null
			return {
				facts: { line: cut(line[1] ?? '') },
				text: `${who(death)} ended: a file of Holdfast itself is not there: “${cut(line[1] ?? '')}”.`,
				certainty: 'known',
				advice: INSTALLATION,
				evidence: [wrote(cut(line[0]))]
			}
		}
	},
	{
		code: 'bad-arguments',
		blamesWork: false,
		says: death => {
			const line = death.facts.code === 9 ? lineOf(death, /^.*(bad option|requires an argument|is not allowed in).*$/) : null
			if (!line) return null
			return {
				facts: { line: cut(line[0]) },
				text: `${who(death)} was started with an option that its runtime does not know: “${cut(line[0])}”.`,
				certainty: 'known',
				advice: 'Is NODE_OPTIONS set? Unset it and start again.',
				evidence: [wrote(cut(line[0]))]
			}
		}
	}
]

function meaningOf({ facts }: DeathFacts, meanings: Readonly<Record<string, string>>): { error: string; meaning: string } | null {
	const error = /\bE[A-Z]{3,}\b/.exec(facts.reason ?? '')?.[0]
	const meaning = error === undefined ? undefined : meanings[error]
	return error === undefined || meaning === undefined ? null : { error, meaning }
}

function cut(text: string): string {
	return text.length > 200 ? `${text.slice(0, 199)}…` : text
}
