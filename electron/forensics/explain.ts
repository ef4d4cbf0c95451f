import type { Crumb } from '../../native-bridge/protocol/crumb.ts'
import { clockOf } from '../../native-bridge/protocol/units.ts'
import type { Explanation } from '../contract/exits.ts'
import type { ProcessState, Role } from '../contract/processes.ts'
import type { ExitFacts } from './exit-facts.ts'

/** Everything an explanation may rest on. */
export interface DeathFacts {
	readonly role: Role
	readonly facts: ExitFacts
	readonly seen: 'exit' | 'unclean-start' | 'spawn-error'
	readonly during: ProcessState
	readonly killedFor: string | null
	readonly crumb: Crumb | null
	/** When the death was seen, ms since 1970. */
	readonly at: number
	readonly stderr: readonly string[]
	readonly title: string | null
}

type Rule = (death: DeathFacts) => (Omit<Explanation, 'evidence'> & { evidence?: readonly string[] }) | null

/** One plain sentence for a death, with what it rests on and how sure it is. The first rule that speaks wins; the last always does. */
export function explainExit(death: DeathFacts): Explanation {
	for (const rule of RULES) {
		const said = rule(death)
		if (said) return { ...said, evidence: [...evidenceOf(death), ...(said.evidence ?? [])] }
	}
	throw new Error('The last rule explains everything.')
}

/** Groups deaths of one cause: the rule, how it ended, and what it was doing. */
export function signatureOf(death: DeathFacts, explanation: Explanation): string {
	return [death.role, explanation.code, death.facts.signal ?? death.facts.code ?? 'none', death.crumb?.activity ?? 'unknown'].join(':')
}

/** A line that sherpa-onnx wrote: `/shared/sherpa-onnx/csrc/base64-decode.cc:Ord:26 Unknown character '!'`. */
const SHERPA_LINE = /^\S+\.(?:cc|h):(\w+):(\d+) (.*)$/

/** What signals mean, for people. Numbers and default actions: signal(7). */
const SIGNALS: Record<string, string> = {
	SIGSEGV: 'it touched memory that does not belong to it',
	SIGBUS: 'it touched memory that could not be provided',
	SIGABRT: 'it ended itself because something inside it was wrong beyond repair',
	SIGILL: 'it ran an instruction that this processor does not have',
	SIGFPE: 'it did arithmetic that has no result, such as a division by zero',
	SIGTRAP: 'it stopped at a check inside it that failed',
	SIGSYS: 'it asked the system for something it may not have'
}

/** Signals that nobody sends to himself: somebody else wanted the end. */
const OUTSIDE: ReadonlySet<string> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'])

const RULES: readonly Rule[] = [
	death =>
		death.facts.neverStarted
			? {
					code: 'not-started',
					facts: { reason: death.facts.reason },
					text: `${who(death)} could not be started: ${death.facts.reason ?? 'the system does not say why'}.`,
					certainty: death.facts.reason ? 'known' : 'unknown',
					advice: 'Is the installation complete? Run npm run setup.'
				}
			: null,
	death =>
		death.seen === 'unclean-start'
			? {
					code: 'unclean-start',
					facts: {},
					text: `Holdfast itself ended without saying why${doing(death)}: it crashed, it was killed, or the machine lost power. This was noticed when it was started again.`,
					certainty: 'unknown',
					advice: null
				}
			: null,
	death =>
		death.killedFor === 'hang'
			? {
					code: 'hang',
					facts: {},
					text: `${who(death)} stopped answering${doing(death)}, so Holdfast ended it.`,
					certainty: 'known',
					advice: null,
					evidence: ['ended by Holdfast: no heartbeat']
				}
			: null,
	death =>
		death.killedFor === 'ready-timeout'
			? {
					code: 'ready-timeout',
					facts: {},
					text: `${who(death)} was not ready in time${stage(death)}, so Holdfast ended it.`,
					certainty: 'known',
					advice: 'Is the disk or the machine very busy?',
					evidence: ['ended by Holdfast: not ready in time']
				}
			: null,
	death =>
		death.killedFor === 'protocol'
			? {
					code: 'protocol',
					facts: {},
					text: `${who(death)} sent something that Holdfast does not understand${doing(death)}, so Holdfast ended it.`,
					certainty: 'known',
					advice: null,
					evidence: ['ended by Holdfast: protocol violation']
				}
			: null,
	death => {
		// sherpa-onnx calls _Exit(-1) about everything it does not like in a model, and says why on one line before.
		const line = lastMatch(death.stderr, SHERPA_LINE)
		if (death.facts.code !== 255 || !line) return null
		return {
			code: 'model-refused',
			facts: { line: line.text, where: line.groups[0] ?? '' },
			text: `The engine refused the model and ended itself${doing(death)}. Its last line: “${line.text}”.`,
			certainty: 'known',
			advice: 'A file of the model is damaged or of another kind. Delete the models folder and start again: it is fetched anew.',
			evidence: [`standard error: ${line.whole}`]
		}
	},
	death => {
		const line = death.stderr.findLast(text => text.includes('Ort::Exception') || /Load model .* failed/.test(text))
		if (death.facts.signal !== 'SIGABRT' || !line) return null
		return {
			code: 'model-damaged',
			facts: { line: plain(line) },
			text: `The engine could not read the model and ended itself${doing(death)}: “${plain(line)}”.`,
			certainty: 'known',
			advice: 'Delete the models folder and start again: it is fetched anew.',
			evidence: [`standard error: ${plain(line)}`]
		}
	},
	death => {
		const line = death.stderr.findLast(text => /FATAL ERROR:.*(heap|memory)/i.test(text))
		if (!line) return null
		return {
			code: 'heap-full',
			facts: { line: plain(line) },
			text: `${who(death)} used up its JavaScript memory${doing(death)}.`,
			certainty: 'known',
			advice: null,
			evidence: [`standard error: ${plain(line)}`]
		}
	},
	death => {
		const line = death.stderr.findLast(text => text.includes('std::bad_alloc') || text.includes('Failed to allocate memory'))
		if (!line) return null
		return {
			code: 'memory-refused',
			facts: { line: plain(line) },
			text: `${who(death)} asked for memory and did not get it${doing(death)}.`,
			certainty: 'likely',
			advice: 'Close other programs, or use a smaller model.',
			evidence: [`standard error: ${plain(line)}`]
		}
	},
	death => {
		if (death.facts.code !== 1) return null
		const line = death.stderr.findLast(text => /^(\w+Error|Error)\b.*:/.test(text))
		if (!line) return null
		return {
			code: 'exception',
			facts: { line: plain(line) },
			text: `${who(death)} ended itself over an error in its own code${doing(death)}: “${plain(line)}”.`,
			certainty: 'known',
			advice: 'This is a bug in Holdfast. Please report it with this record.',
			evidence: [`standard error: ${plain(line)}`]
		}
	},
	death => {
		const { signal } = death.facts
		if (signal === null || !OUTSIDE.has(signal)) return null
		const suspects =
			signal === 'SIGKILL' ? 'a person, another program, or the system because memory ran out' : 'a person or another program'
		return {
			code: 'killed-from-outside',
			facts: { signal },
			text: `${who(death)} was ended from outside${doing(death)} (${signal}). It was not Holdfast: was it ${suspects}?`,
			certainty: 'likely',
			advice: null
		}
	},
	death => {
		const meaning = death.facts.signal === null ? undefined : SIGNALS[death.facts.signal]
		if (!meaning) return null
		return {
			code: 'signal',
			facts: { signal: death.facts.signal },
			text: `${who(death)} crashed${doing(death)}: ${meaning} (${death.facts.signal}).`,
			certainty: 'known',
			advice: death.facts.signal === 'SIGILL' ? 'Is the processor too old for this engine?' : null
		}
	},
	death =>
		death.facts.ntstatus !== null
			? {
					code: 'ntstatus',
					facts: { status: death.facts.ntstatus },
					text: `${who(death)} crashed${doing(death)} (Windows status 0x${(death.facts.ntstatus >>> 0).toString(16).toUpperCase()}).`,
					certainty: 'known',
					advice: null
				}
			: null,
	death =>
		death.facts.code === 0
			? {
					code: 'exit-zero',
					facts: {},
					text: `${who(death)} ended${doing(death)} as if its work were done (exit code 0), but nobody had asked it to.`,
					certainty: 'known',
					advice: null
				}
			: null,
	death =>
		death.facts.code !== null
			? {
					code: 'exit-code',
					facts: { code: death.facts.code },
					text: `${who(death)} ended itself${doing(death)} with exit code ${death.facts.code}, and did not say why.`,
					certainty: 'known',
					advice: null
				}
			: null,
	death => {
		const { signal } = death.facts
		const named = signal !== null && signal !== 'unknown'
		return {
			code: 'unknown',
			facts: { signal },
			text: `${who(death)} ended${doing(death)}${named ? ` by a signal (${signal})` : ''}, and nothing says why.`,
			certainty: 'unknown',
			advice: null
		}
	}
]

function who(death: DeathFacts): string {
	switch (death.role) {
		case 'engine':
			return 'The engine'
		case 'decoder':
			return 'The decoder'
		case 'main':
			return 'Holdfast itself'
		case 'window':
			return 'The window'
	}
}

/** “ while transcribing 0:31–0:44 of “Board meeting””, from the crumb; nothing when there is none. */
function doing({ crumb, title }: DeathFacts): string {
	if (!crumb) return ''
	const range = crumb.from === null || crumb.to === null ? '' : ` ${clockOf(crumb.from)}–${clockOf(crumb.to)}`
	const of = title === null ? '' : ` of “${title}”`
	switch (crumb.activity) {
		case 'starting':
			return ' while starting'
		case 'loading-model':
			return ' while loading the model'
		case 'idle':
			return ' while it had nothing to do'
		case 'detecting-speech':
			return ` while looking for speech in${range || ' the audio'}${of}`
		case 'transcribing':
			return ` while transcribing${range}${of}`
		case 'partial':
			return ` while listening to${range || ' speech'}${of}`
		case 'opening-file':
			return title === null ? ' while opening a file' : ` while opening “${title}”`
		case 'decoding-file':
			return ` while reading the audio${range}${of}`
		case 'serving':
			return ''
		case 'stopping':
			return ' while stopping'
	}
}

/** What it had come to, for a process that never got to work. */
function stage(death: DeathFacts): string {
	return death.crumb?.activity === 'loading-model' ? ': it was still loading the model' : ''
}

function evidenceOf({ facts, crumb, at, seen }: DeathFacts): string[] {
	const found: string[] = []
	if (seen === 'unclean-start') found.push('no record of an orderly end')
	if (facts.signal !== null && facts.signal !== 'unknown') found.push(`exit signal ${facts.signal}`)
	if (facts.signal === 'unknown') found.push('the host does not tell the signal')
	if (facts.code !== null) found.push(`exit code ${facts.code}`)
	if (facts.reason !== null) found.push(`the host’s reason: ${facts.reason}`)
	if (crumb) found.push(`last breadcrumb “${crumb.activity}” ${Math.max(0, at - crumb.at)} ms before`)
	return found
}

function lastMatch(lines: readonly string[], pattern: RegExp): { whole: string; text: string; groups: string[] } | null {
	for (const line of lines.toReversed()) {
		const match = pattern.exec(plain(line))
		if (match) return { whole: plain(line), text: match[3] ?? '', groups: match.slice(1) }
	}
	return null
}

/** Without terminal colours, which ONNX Runtime writes even into pipes. */
function plain(line: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
	return line.replace(/\u001b\[[0-9;]*m/g, '').trim()
}
