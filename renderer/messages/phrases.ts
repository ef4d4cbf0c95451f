/** A fixed phrase of main as its parts: what to call it, and what varies in it. */
export interface Phrase {
	readonly code: string
	readonly facts: Readonly<Record<string, string>>
}

/** The last sentence of a note on a bundle's file: whether names are replaced in it. */
const NAMES = / Folders, names and titles (?<names>are replaced|stand in it as they are)\.$/

/**
 * What main writes into records in plain English, without a code: evidence, reasons in dumps, notes on a bundle's files and a drill's
 * ways. Named groups are what varies. What has no pattern here is shown as it is.
 */
const PHRASES: readonly (readonly [code: string, pattern: RegExp])[] = [
	['no-orderly-end', /^no record of an orderly end$/],
	['seen-by-guardian', /^seen by the guardian$/],
	['exit-signal', /^exit signal (?<signal>\S+)$/],
	['signal-untold', /^the host does not tell the signal$/],
	['exit-code', /^exit code (?<code>-?\d+)$/],
	['channel-closed', /^the host’s reason: its channel to Holdfast closed$/],
	['host-reason', /^the host’s reason: (?<reason>.+)$/],
	['breadcrumb', /^last breadcrumb “(?<activity>[\w-]+)” (?<ms>\d+) ms before$/],
	['minidump-in', /^minidump: (?<reason>.+) in (?<module>\S+)$/],
	['minidump', /^minidump: (?<reason>.+)$/],
	['standard-error', /^standard error: (?<line>.+)$/s],
	['ended-no-beat', /^ended by Holdfast: no heartbeat$/],
	['ended-slow', /^ended by Holdfast: its heart was beating, but its work did not get done$/],
	['ended-memory', /^ended by Holdfast: over its memory limit$/],
	['ended-not-ready', /^ended by Holdfast: not ready in time$/],
	['ended-protocol', /^ended by Holdfast: protocol violation$/],
	['was-stopped', /^the system says that it was stopped \(state T\)$/],
	['sent-not-caused', /^the dump says that the signal was sent, not caused$/],
	['no-memory-kills', /^the kernel ended nothing for want of memory meanwhile$/],
	['memory-kills', /^the kernel counted (?<kills>\d+) kills? for want of memory meanwhile$/],
	['machine-started', /^the machine was started after the last sign of life$/],
	['line-broke', /^its connection broke, and it did not come back$/],
	['unexpected-error', /^an error that nothing in the window expected$/],
	['guardian-line-broke', /^its channel to Holdfast broke$/],
	['v8-memory', /^the dump’s stack goes through V8’s out-of-memory handler$/],
	['v8-memory-mark', /^the dump is marked by V8 as out of memory$/],
	['allocator-refused', /^the dump’s stack goes through the memory allocator’s refusal$/],
	['sent-from-outside', /^(?<signal>SIG\w+) was sent from outside, by (?:process (?<pid>\d+)|a process)\.$/],
	['sent-by', /^(?<signal>SIG\w+) was sent by (?:process (?<pid>\d+)|a process); whether by itself isn't known\.$/],
	['gave-up', /^The program gave up by itself \(abort\)\.$/],
	['memory-not-there', /^The program touched memory that is not there, at address (?<address>\w+) \((?<name>\w+)\)\.$/],
	['memory-not-allowed', /^The program touched memory in a way that is not allowed there, at address (?<address>\w+) \((?<name>\w+)\)\.$/],
	['divided-by-zero', /^A (?:whole )?number was divided by zero, at address (?<address>\w+) \((?<name>\w+)\)\.$/],
	['stopped-on-purpose', /^The program stopped itself on purpose.*\((?<name>[A-Z]+_[A-Z]+)\)\.$/],
	['note-report', /^The death in words\./],
	['note-record', /^The same for programs: all that was recorded of this death\./],
	['note-about', /^Versions, settings, the kind of machine, and how many deaths there were\./],
	['note-log', /^What “(?<log>[^”]+)” logged from ten minutes before the death to one minute after\. What was said is never logged\./],
	['note-dump', /^The state of the dead process as the system or Holdfast saved it\./],
	['note-audio', /^What was said from (?<from>[\d:]+) to (?<to>[\d:]+), around the place where the process was when it died\./],
	['note-took-over', /^The standby took over\.$/],
	['note-goes-on', /^Main goes on without it\.$/],
	['note-another-window', /^Another window can be opened at any time\.$/],
	['note-not-here', /^It would end this window as well\. Holdfast in a browser can try it\.$/],
	['note-stopped', /^The drill was stopped\.$/],
	['note-no-text', /^The sample gave no text even undisturbed\.$/],
	['note-not-started', /^Holdfast did not start within a minute\.$/],
	['note-could-not-start', /^Holdfast could not be started for the drill: (?<reason>.+)\.$/s],
	['note-main-not-started', /^Main was not started again\.$/],
	['note-not-in-time', /^(?<what>.+) did not come within (?<seconds>\d+) s\.?$/],
	['note-not-cleared', /^What the drill had started could not be cleared away: (?<reason>.+)$/s]
]

/** Null when `text` is none of the phrases that main has. */
export function phraseOf(text: string): Phrase | null {
	for (const [code, pattern] of PHRASES) {
		const found = pattern.exec(text)
		if (found === null) continue
		const names = NAMES.exec(text)?.groups?.names
		const given = Object.entries(found.groups ?? {}).map(([name, value]) => [name, value ?? 'none'])
		return {
			code: `phrase-${code}`,
			facts: { ...Object.fromEntries(given), names: names === undefined ? 'none' : names === 'are replaced' ? 'replaced' : 'plain' }
		}
	}
	return null
}
