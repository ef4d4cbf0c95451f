import type { NativeCrash } from '../../contract/exits.ts'
import { STATUSES, statusHex } from './ntstatus.ts'
import { doing, inside, lineOf, type Rule, signalOf, who, wrote } from './rule.ts'

/** What signals mean, for people. Numbers and default actions: signal(7). */
const SIGNALS: Readonly<Record<string, string>> = {
	SIGSEGV: 'it touched memory that does not belong to it',
	SIGBUS: 'it touched memory that could not be provided',
	SIGABRT: 'it ended itself because something inside it was wrong beyond repair',
	SIGFPE: 'it did arithmetic that has no result, such as a division by zero',
	SIGTRAP: 'it stopped at a check inside it that failed',
	// A trap: instructions that the processor doesn't know have a rule of their own.
	SIGILL: 'it stopped at a check inside it that failed',
	SIGSYS: 'it asked the system for something it may not have'
}

/** Crashes: the process did something that the system, or a check inside it, does not allow. */
export const CRASH: readonly Rule[] = [
	{
		code: 'stack-overflow',
		blamesWork: true,
		says: death => {
			const proof =
				death.facts.ntstatus === 0xc00000fd
					? 'Windows’ status for it: 0xC00000FD'
					: ['SIGSEGV', 'SIGBUS'].includes(signalOf(death) ?? '') && death.crash
						? overflow(death.crash)
						: null
			if (proof === null) return null
			return {
				facts: {},
				text: `${who(death)} crashed${doing(death)}: calls inside it went so deep that its stack was used up${inside(death)}.`,
				certainty: 'known',
				advice: null,
				evidence: [proof]
			}
		}
	},
	{
		code: 'heap-corrupt',
		blamesWork: true,
		says: death => {
			const line = lineOf(
				death,
				/^(?:malloc|free|realloc|calloc|munmap_chunk|malloc_consolidate|corrupted|double free|\*\*\* stack smashing|\*\*\* buffer overflow|Fatal glibc error: malloc).*$/
			)
			if (!line && death.facts.ntstatus !== 0xc0000374) return null
			return {
				facts: { line: line?.[0] ?? null },
				text: `${who(death)} found its own memory damaged${doing(death)} and ended itself${inside(death)}${line ? `: “${line[0]}”` : ''}.`,
				certainty: 'known',
				advice: null,
				evidence: line ? [wrote(line[0])] : []
			}
		}
	},
	{
		code: 'check-failed',
		blamesWork: true,
		says: death => {
			if (death.facts.signal === null && death.facts.ntstatus === null) return null
			const line = lineOf(death, /^.*(?:Assertion .*failed|Check failed:|FATAL ERROR:|# Fatal |\[FATAL:|Fatal glibc error).*$/)
			if (!line) return null
			const said = line[0].replace(/^#\s*/, '')
			return {
				facts: { line: said },
				text: `${who(death)} ended itself${doing(death)}: a check inside it failed${inside(death)}: “${said}”.`,
				certainty: 'known',
				advice: null,
				evidence: [wrote(line[0])]
			}
		}
	},
	{
		code: 'illegal-instruction',
		blamesWork: false,
		says: death => {
			const onWindows = death.facts.ntstatus === 0xc000001d
			if ((signalOf(death) !== 'SIGILL' && !onWindows) || death.crash?.text.includes(ON_PURPOSE)) return null
			return {
				facts: { signal: onWindows ? '0xC000001D' : 'SIGILL' },
				text: `${who(death)} crashed${doing(death)}: it ran an instruction that this processor does not have${inside(death)} (${onWindows ? '0xC000001D' : 'SIGILL'}).`,
				// A check that fails ends by such an instruction too, in code built by Clang: only the dump tells.
				certainty: death.crash?.text.includes(NOT_KNOWN) ? 'known' : 'likely',
				advice: 'Is the processor too old for this engine?'
			}
		}
	},
	{
		code: 'signal',
		blamesWork: true,
		says: death => {
			const signal = signalOf(death)
			const meaning = signal === null ? undefined : SIGNALS[signal]
			if (!meaning) return null
			return {
				facts: { signal, module: death.crash?.module ?? null },
				text: `${who(death)} crashed${doing(death)}: ${meaning}${inside(death)} (${signal}).`,
				// Without a dump, somebody may have sent the signal.
				certainty: death.crash?.sentFromOutside === false ? 'known' : 'likely',
				advice: null
			}
		}
	},
	{
		code: 'ntstatus',
		blamesWork: true,
		says: death => {
			const { ntstatus } = death.facts
			if (ntstatus === null) return null
			const hex = statusHex(ntstatus)
			const known = STATUSES.get(ntstatus)
			return {
				facts: { status: ntstatus, hex, name: known?.name ?? null },
				text: `${who(death)} crashed${doing(death)}: ${known ? `${known.means}${inside(death)} (Windows status ${hex}, ${known.name})` : `Windows gives the status ${hex}${inside(death)}`}.`,
				certainty: 'known',
				advice: null
			}
		}
	},
	{
		// Electron's reason without a signal: renderers and the GPU process.
		code: 'crashed',
		blamesWork: true,
		says: death =>
			death.facts.reason === 'crashed'
				? {
						facts: {},
						text: `${who(death)} crashed${doing(death)}${inside(death)}; by what is not known.`,
						certainty: 'known',
						advice: null
					}
				: null
	}
]

/** From the dump reader's sentences (minidump/refine-reason.ts). */
const ON_PURPOSE = 'stopped itself on purpose'
const NOT_KNOWN = 'does not know the instruction'

/** Frames of one call that must come again before it is called endless. */
const ENDLESS = 24

/** Why a dump is thought to be of an overflow: it says so, or one short cycle of calls fills its stack. Null: it isn't. */
function overflow({ reason, text, thread }: NativeCrash): string | null {
	if (/stack/i.test(`${reason} ${text}`)) return 'the dump says that the stack was used up'
	const places = thread.frames.map(frame => `${frame.module}+${frame.offset}`)
	// The innermost may be anything that the recursion calls: begin a few frames out.
	for (let cycle = 1; cycle <= 6; cycle++) {
		const run = places.slice(6, 6 + ENDLESS)
		if (run.length === ENDLESS && run.every((place, i) => place === run[i % cycle]))
			return 'the same calls fill the whole stack in the dump'
	}
	return null
}
