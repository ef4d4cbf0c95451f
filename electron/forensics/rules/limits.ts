import { doing, lineOf, type Rule, signalOf, who, wrote } from './rule.ts'

/** Disks and limits: the machine said no. */
export const LIMITS: readonly Rule[] = [
	{
		code: 'disk-full',
		blamesWork: false,
		says: death => {
			const line = lineOf(death, /^(?!code:).*(?:ENOSPC|EDQUOT|No space left on device|no space left|Disk quota exceeded).*$/)
			if (!line) return null
			return {
				facts: { line: line[0] },
				text: `${who(death)} ended${doing(death)}: the disk is full.`,
				certainty: 'known',
				advice: 'Free some space. What was recorded before is kept.',
				evidence: [wrote(line[0])]
			}
		}
	},
	{
		code: 'file-too-large',
		blamesWork: false,
		says: death => {
			const line = lineOf(death, /^(?!code:).*(?:EFBIG|File too large).*$/)
			if (!line && signalOf(death) !== 'SIGXFSZ') return null
			return {
				facts: { signal: signalOf(death) },
				text: `${who(death)} ended${doing(death)}: it wrote more into a file than it is allowed.`,
				certainty: 'known',
				advice: 'Was Holdfast started with a limit on file sizes (ulimit -f), or is the disk formatted as FAT?',
				evidence: line ? [wrote(line[0])] : []
			}
		}
	},
	{
		code: 'cpu-limit',
		blamesWork: false,
		says: death =>
			signalOf(death) === 'SIGXCPU'
				? {
						facts: {},
						text: `${who(death)} was ended by the system${doing(death)}: it had used all the computing time that it is allowed.`,
						certainty: 'known',
						advice: 'Was Holdfast started with a limit on computing time (ulimit -t)? Take it away.'
					}
				: null
	},
	{
		code: 'too-many-files',
		blamesWork: false,
		says: death => {
			const line = lineOf(death, /^(?!code:).*(?:EMFILE|ENFILE|[Tt]oo many open files).*$/)
			if (!line) return null
			return {
				facts: { line: line[0] },
				text: `${who(death)} ended${doing(death)}: the system lets it open no more files.`,
				certainty: 'known',
				advice: 'Is there a limit on open files for this user (ulimit -n)?',
				evidence: [wrote(line[0])]
			}
		}
	},
	{
		code: 'read-only',
		blamesWork: false,
		says: death => {
			const line = lineOf(death, /^(?:Error|.*Error): (EROFS|EACCES|EPERM|EIO)\b.*$/)
			if (!line || death.facts.signal !== null) return null
			const why = { EROFS: 'can only be read', EIO: 'has an error' }[line[1] ?? ''] ?? 'does not let Holdfast in'
			return {
				facts: { line: line[0], error: line[1] ?? '' },
				text: `${who(death)} ended${doing(death)}: the disk or a folder ${why} (${line[1]}).`,
				certainty: 'known',
				advice: 'Is the disk healthy, and may this user write to Holdfast’s folders?',
				evidence: [wrote(line[0])]
			}
		}
	}
]
