import type { Explanation } from '../contract/exits.ts'
import { CRASH } from './rules/crash.ts'
import { ENDED_BY_US } from './rules/ended-by-us.ts'
import { ENDED_ITSELF } from './rules/ended-itself.ts'
import { MODEL, NATIVE_EXCEPTION } from './rules/engine-said.ts'
import { FROM_OUTSIDE, SIGNAL_SENT } from './rules/from-outside.ts'
import { LIMITS } from './rules/limits.ts'
import { MEMORY } from './rules/memory.ts'
import { NOT_BEGUN } from './rules/not-begun.ts'
import { blamedFrames, type DeathFacts, doing, isInScript, isRecorder, lineOf, type Rule, type Said, signalOf, who } from './rules/rule.ts'
import { SEEN_FROM_AFAR } from './rules/seen-from-afar.ts'

export type { DeathFacts } from './rules/rule.ts'

const UNKNOWN: Rule = {
	code: 'unknown',
	blamesWork: true,
	says: death => {
		const signal = signalOf(death)
		return {
			facts: { signal },
			text: `${who(death)} ended${doing(death)}${signal === null ? '' : ` by a signal (${signal})`}, and nothing says why.`,
			certainty: 'unknown',
			advice: null
		}
	}
}

/**
 * Every kind of death that we can tell, in the order in which they are asked: the more a kind knows, the earlier it comes. What we did
 * ourselves first, for then the signal is ours; a sent signal before the crash that it looks like; a line on standard error before the
 * signal or code that followed it; what only says "it crashed" or "it ended" last.
 */
export const RULES: readonly Rule[] = [
	...ENDED_BY_US,
	...SIGNAL_SENT,
	...NOT_BEGUN,
	...MODEL,
	...MEMORY,
	...NATIVE_EXCEPTION,
	...LIMITS,
	...CRASH,
	...FROM_OUTSIDE,
	...SEEN_FROM_AFAR,
	...ENDED_ITSELF,
	UNKNOWN
]

/** One plain sentence for a death, with what it rests on and how sure it is. Ask again when more is known: when its dump has been read. */
export function explainExit(death: DeathFacts): Explanation {
	const { rule, said } = ruleFor(death)
	return { ...said, code: rule.code, evidence: [...evidenceOf(death), ...(said.evidence ?? [])] }
}

/** Whether the audio that it was working on can be the cause: only such deaths may count towards quarantining that audio. */
export function isBlameOfWork(death: DeathFacts): boolean {
	return ruleFor(death).rule.blamesWork
}

/**
 * Groups deaths of one cause, over runs and machines: `role:rule:how:where`; the page that records has a role of its own here.
 * - how: the signal, else the Windows status, else the exit code, else `none`; `by-holdfast` for those that we ended, whatever it took.
 * - where, of a crash or a hang with a dump: the first two frames of real code, `module!symbol<module!symbol` (a module alone where it
 *   has no symbols). No address and no offset, which change with each start or build; no frame that was found by scanning, which is a
 *   guess; none of the C library or loader, through which every death goes. Of an exception in JavaScript: its name and innermost
 *   function of ours. Of a model that the engine refused: the place in the library that said so. Else: what it was doing.
 */
export function signatureOf(death: DeathFacts, explanation: Explanation): string {
	const { ntstatus, code } = death.facts
	const how = signalOf(death) ?? (ntstatus === null ? code : `0x${ntstatus.toString(16)}`) ?? 'none'
	return [
		isRecorder(death) ? 'recorder' : death.role,
		explanation.code,
		death.killedFor === null ? how : 'by-holdfast',
		placeOf(death, explanation)
	].join(':')
}

/** Kinds of death whose cause is where the crashed thread stood. For the others that is chance: where a sent signal met it, say. */
const HAS_A_PLACE: ReadonlySet<string> = new Set([...CRASH.map(rule => rule.code), 'native-exception', 'hang', 'unknown'])

function placeOf(death: DeathFacts, { code, facts }: Explanation): string {
	const frames = HAS_A_PLACE.has(code) && !isInScript(death) ? blamedFrames(death.crash).slice(0, 2) : []
	if (frames.length > 0) return frames.map(({ module, symbol }) => (symbol === null ? module : `${module}!${symbol}`)).join('<')
	if (code === 'exception') {
		const name = /^(?:Uncaught )?(\w+)/.exec(String(facts.line))?.[1] ?? 'Error'
		const frame = lineOf({ ...death, stderr: death.stderr.toReversed() }, /^at (?:async )?(?:new )?([\w.#<>$]+) \((?!node:)/)?.[1]
		return frame === undefined ? name : `${name}@${frame}`
	}
	if (code === 'view-failed') return `${facts.view}!${/^\w+/.exec(String(facts.line))?.[0] ?? 'Error'}`
	if (code === 'model-refused') return String(facts.where)
	return death.crumb?.activity ?? 'unknown'
}

function ruleFor(death: DeathFacts): { rule: Rule; said: Said } {
	for (const rule of RULES) {
		const said = rule.says(death)
		if (said) return { rule, said }
	}
	throw new Error('The last rule explains everything.')
}

const SEEN: Partial<Record<DeathFacts['seen'], string>> = {
	'unclean-start': 'no record of an orderly end',
	guardian: 'seen by the guardian'
}

function evidenceOf(death: DeathFacts): string[] {
	const { facts, crumb, at, seen, crash } = death
	const found: string[] = []
	const learnt = SEEN[seen]
	if (learnt !== undefined) found.push(learnt)
	if (facts.signal !== null && facts.signal !== 'unknown') found.push(`exit signal ${facts.signal}`)
	if (facts.signal === 'unknown') found.push('the host does not tell the signal')
	if (facts.code !== null) found.push(`exit code ${facts.code}`)
	if (facts.reason !== null) found.push(`the host’s reason: ${facts.reason}`)
	if (crumb) found.push(`last breadcrumb “${crumb.activity}” ${Math.max(0, at - crumb.at)} ms before`)
	if (crash) found.push(`minidump: ${crash.reason}${crash.module === null ? '' : ` in ${crash.module}`}`)
	return found
}
