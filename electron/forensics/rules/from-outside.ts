import { doing, type Rule, signalOf, who } from './rule.ts'

/** Signals that nobody sends to himself: somebody else wanted the end. */
const OUTSIDE: ReadonlySet<string> = new Set([
	'SIGKILL',
	'SIGTERM',
	'SIGINT',
	'SIGHUP',
	'SIGQUIT',
	'SIGUSR1',
	'SIGUSR2',
	'SIGPWR',
	'SIGALRM',
	'SIGVTALRM',
	'SIGPROF',
	'SIGIO',
	'SIGPOLL',
	'SIGSTKFLT'
])

/** Crash signals that were sent. Asked before what they look like. */
export const SIGNAL_SENT: readonly Rule[] = [
	{
		// A crash signal without a crash: the dump says that it was sent, by kill(2).
		code: 'signal-sent',
		blamesWork: false,
		says: death =>
			death.crash?.sentFromOutside === true
				? {
						facts: { signal: signalOf(death) },
						text: `${who(death)} was ended from outside${doing(death)}: it did not crash, the signal ${signalOf(death) ?? 'of a crash'} was sent to it by a person or a program.`,
						certainty: 'known',
						advice: null,
						evidence: ['the dump says that the signal was sent, not caused']
					}
				: null
	}
]

/** Ends that somebody else brought about. */
export const FROM_OUTSIDE: readonly Rule[] = [
	{
		code: 'killed-from-outside',
		blamesWork: false,
		says: death => {
			const signal = signalOf(death)
			const byHost = signal === null && death.facts.reason === 'killed'
			if (!byHost && (signal === null || !OUTSIDE.has(signal))) return null
			const notMemory = death.oomKills === 0
			const suspects =
				signal === 'SIGKILL' && !notMemory
					? 'a person, another program, or the system because memory ran out'
					: 'a person or another program'
			return {
				facts: { signal: signal ?? 'killed' },
				text: `${who(death)} was ended from outside${doing(death)}${signal === null ? '' : ` (${signal})`}. ${death.role === 'main' ? 'Was it' : 'It was not Holdfast: was it'} ${suspects}?`,
				certainty: 'likely',
				advice: null,
				evidence: notMemory ? ['the kernel ended nothing for want of memory meanwhile'] : []
			}
		}
	}
]
