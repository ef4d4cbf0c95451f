import type { Crumb } from '../../../native-bridge/protocol/crumb.ts'
import { clockOf } from '../../../native-bridge/protocol/units.ts'
import type { ExitRecord, Explanation, NativeCrash } from '../../contract/exits.ts'
import {
	MEASURED_ENGINE_POST,
	OTHER_ENGINE_POST,
	type ProcessState,
	type Role,
	SECOND_ENGINE_POST,
	SPEAKERS_POST
} from '../../contract/processes.ts'
import type { ExitFacts } from '../exit-facts.ts'

/** Everything an explanation may rest on. What is left out is unknown, as null is. */
export interface DeathFacts {
	readonly role: Role
	/** `engine#3`. Tells the page that records from the window, Chromium's helpers from each other, and the engine with another model apart. */
	readonly name?: string
	readonly facts: ExitFacts
	readonly seen: ExitRecord['seen']
	/** It was loaded and waited to take over. */
	readonly standby?: boolean
	readonly during: ProcessState
	readonly killedFor: string | null
	readonly crumb: Crumb | null
	/** When the death was seen, ms since 1970. */
	readonly at: number
	readonly stderr: readonly string[]
	readonly title: string | null
	/** What its minidump says, once that has been read. */
	readonly crash?: NativeCrash | null
	/** Processes of our control group that the kernel killed for want of memory while it lived. */
	readonly oomKills?: number | null
	/** Whether it had been stopped by a signal (SIGSTOP) when it was found not to answer. */
	readonly frozen?: boolean | null
	/** Its last resident memory, and the machine's free memory at its death, bytes. */
	readonly rss?: number | null
	readonly freeMemory?: number | null
}

/** What a rule says of a death; `evidence` comes after what is said of every death. */
export type Said = Omit<Explanation, 'code' | 'evidence'> & { readonly evidence?: readonly string[] }

/** One kind of death. */
export interface Rule {
	/** Names the kind in records, translations and signatures: a rule that has been released keeps its code. */
	readonly code: string
	/**
	 * Whether the audio that it was working on can be the cause. Such deaths count towards quarantining that audio; a kill from
	 * outside, a full disk or a missing file do not.
	 */
	readonly blamesWork: boolean
	/** Null: this death is of another kind. */
	readonly says: (death: DeathFacts) => Said | null
}

/** “The engine”, “Holdfast itself”: what a sentence begins with. */
export function who(death: DeathFacts): string {
	switch (death.role) {
		case 'engine':
			if (death.standby) return 'The standby engine'
			if (death.name?.startsWith(`${SECOND_ENGINE_POST}#`)) return 'The second engine'
			if (death.name?.startsWith(`${MEASURED_ENGINE_POST}#`)) return 'The engine that was measured'
			if (death.name?.startsWith(`${SPEAKERS_POST}#`)) return 'The listener for speakers'
			return death.name?.startsWith(`${OTHER_ENGINE_POST}#`) ? 'The engine with the other model' : 'The engine'
		case 'decoder':
			return 'The decoder'
		case 'main':
			return 'Holdfast itself'
		case 'window':
			return isRecorder(death) ? 'The recorder' : 'The window'
		case 'gpu':
			return death.name === undefined || death.name.startsWith('GPU#')
				? 'The graphics process'
				: `A helper of Chromium’s (${death.name.replace(/#\d+$/, '')})`
		case 'guardian':
			return 'The guardian'
	}
}

/** Electron's hidden page that records: a window that nobody sees. */
export function isRecorder({ role, name }: DeathFacts): boolean {
	return role === 'window' && name?.startsWith('recorder#') === true
}

/** “ while transcribing 0:31–0:44 of “Board meeting””, from the crumb; nothing when there is none. */
export function doing({ crumb, title }: DeathFacts): string {
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
		case 'encoding-audio':
			return ` while making a compressed copy of the recording${title === null ? '' : ` “${title}”`}`
		case 'checking-copy':
			return ` while checking the compressed copy of the recording${title === null ? '' : ` “${title}”`}`
		case 'telling-speakers':
			return ` while telling speakers apart${range && ` in${range}`}${of}`
		case 'serving':
			return ''
		case 'stopping':
			return ' while stopping'
	}
}

/** The last line of standard error that matches, without terminal colours (ONNX Runtime writes them even into pipes). */
export function lineOf(death: DeathFacts, pattern: RegExp): RegExpExecArray | null {
	for (const line of death.stderr.toReversed()) {
		const match = pattern.exec(plain(line))
		if (match) return match
	}
	return null
}

/** A line of standard error as evidence. */
export function wrote(line: string): string {
	return `standard error: ${line}`
}

function plain(line: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
	return line.replace(/\u001b\[[0-9;]*m/g, '').trim()
}

/** The signal that ended it: as the host told, else as the dump has it. Null when there was none or nobody knows. */
export function signalOf({ facts, crash }: DeathFacts): string | null {
	if (facts.signal !== null && facts.signal !== 'unknown') return facts.signal
	return /^SIG[A-Z0-9]+/.exec(crash?.reason ?? '')?.[0] ?? null
}

/** “, in OrtRun of libonnxruntime.so”, as far as the dump tells; nothing without one. */
export function inside({ crash }: DeathFacts): string {
	const [frame] = blamedFrames(crash)
	const module = frame?.module ?? crash?.module
	if (!module) return ''
	if (module === 'node') return ', in its runtime (Node)'
	const symbol = frame?.symbol
	return `, in ${symbol && symbol.length <= 60 && !symbol.startsWith('_Z') ? `${symbol} of ` : ''}${module}`
}

/** Whether a hang is one of JavaScript: what V8 makes of it lies in no module, and what called it says nothing about where it is. */
export function isInScript({ killedFor, crash }: DeathFacts): boolean {
	return killedFor !== null && crash?.thread.frames[0]?.module === null
}

interface BlamedFrame {
	readonly module: string
	readonly symbol: string | null
}

/** Modules that a death passes through on its way out, whatever its cause: C library, loader, kernel interface. */
const SYSTEM =
	/^(linux-(vdso|gate)|ld-linux|ld-musl|lib(c|m|pthread|dl|rt|stdc\+\+|gcc_s|c\+\+|c\+\+abi|system_\w+|dyld)[.-]|ntdll|kernel32|kernelbase|ucrtbase|msvcp|vcruntime|dyld$)/i

/** The frames that a death is grouped and named by, innermost first: those of real code, found by something better than a guess. */
export function blamedFrames(crash: NativeCrash | null | undefined): BlamedFrame[] {
	const found: BlamedFrame[] = []
	for (const { module, symbol, trust } of crash?.thread.frames ?? []) {
		if (module !== null && trust !== 'scan' && !SYSTEM.test(module)) found.push({ module, symbol })
	}
	return found
}
