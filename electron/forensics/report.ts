import { clockOf, secondsOf } from '../../native-bridge/protocol/units.ts'
import type { ExitJob, ExitRecord, Explanation } from '../contract/exits.ts'
import type { Role } from '../contract/processes.ts'
import { block, code, joined, list, plain, type Row, section, table } from './markdown.ts'
import { resourcesSection } from './report-resources.ts'
import { stackSection } from './report-stack.ts'
import { wordsSection } from './report-words.ts'
import { statusHex } from './rules/ntstatus.ts'

const ABOUT =
	'Holdfast turns speech into text on the user’s own machine. Its parts are processes of their own, so that one can crash without taking audio or text with it. This is the record of one that ended.'

const CERTAINTY: Record<Explanation['certainty'], string> = {
	known: '**Known**: the system, the dead process or Holdfast itself says so.',
	likely: '**Likely**: what was found fits one cause, but nothing says so outright.',
	unknown: '**Unknown**: nothing that was found says why.'
}

const ROLES: Record<Role, string> = {
	main: 'Holdfast’s main process',
	engine: 'the engine, which turns speech into text',
	decoder: 'the decoder, which reads media files',
	window: 'a window',
	gpu: 'the graphics process',
	guardian: 'the guardian, which watches main'
}

const SEEN: Record<ExitRecord['seen'], string> = {
	exit: 'at once, by its parent process',
	'unclean-start': 'when Holdfast was started again',
	'spawn-error': 'it could not be started at all',
	guardian: 'at once, by the guardian',
	'lost-client': 'its connection broke and did not come back',
	'view-error': 'at once, by the window itself'
}

const OUTCOME: Record<ExitJob['outcome'], string> = {
	continued: 'it went on from there by itself',
	waiting: 'it waits and goes on from there',
	failed: 'it failed there; it can be tried again'
}

/** A death as Markdown, readable by someone who never saw the app. No transcript text is in a record; titles are. */
export function reportExit(exit: ExitRecord): string {
	const { explanation: e } = exit
	const told = joined([
		`# ${plain(e.text)}`,
		ABOUT,
		section(
			'How sure this is',
			CERTAINTY[e.certainty],
			e.evidence.length === 0 ? 'It rests on nothing more than that the process is gone.' : joined(['It rests on:', list(e.evidence)]),
			e.advice === null ? '' : `**What to do:** ${plain(e.advice)}`
		),
		section('The death', table(factsOf(exit))),
		stackSection(exit),
		resourcesSection(exit),
		section('What it cost, and what was done', list(costOf(exit))),
		section('What it wrote to standard error', block(exit.stderr)),
		section('The end of its log', block(exit.log))
	])
	return `${joined([told, wordsSection(told)])}\n`
}

function factsOf(exit: ExitRecord): Row[] {
	const rows: [name: string, value: string | number | null, always: boolean][] = [
		['When', `${new Date(exit.at).toISOString().replace('T', ' ').slice(0, 19)} UTC`, true],
		['Process', `${exit.name}: ${ROLES[exit.role]}`, true],
		['Process id', exit.pid, true],
		['Lived', exit.uptimeMs === null ? null : durationOf(exit.uptimeMs), true],
		['Ended by signal', exit.signal ?? 'none', true],
		['Exit code', exit.code ?? 'none', true],
		['Windows status', exit.ntstatus === null ? null : statusHex(exit.ntstatus), false],
		['Its host said', exit.reason, false],
		['Seen', SEEN[exit.seen], true],
		['It was', exit.frozen ? `${exit.state}, and stopped by a signal (frozen)` : exit.state, true],
		['Ended by Holdfast', exit.killedFor === null ? 'no' : `yes, for: ${exit.killedFor}`, true],
		['Last breadcrumb', lastDeed(exit), true],
		['Model', exit.model, true],
		['Versions', versionsOf(exit.versions), true],
		['Kind of death', code(exit.signature), true],
		['Record', exit.id, true]
	]
	return rows.flatMap(([name, value, always]): Row[] => (value === null && !always ? [] : [[name, value]]))
}

function lastDeed({ crumb, at }: ExitRecord): string | null {
	if (crumb === null) return null
	const range = crumb.from === null || crumb.to === null ? '' : ` ${clockOf(crumb.from)}–${clockOf(crumb.to)}`
	const detail = crumb.detail === '' ? '' : ` (${crumb.detail})`
	return `${crumb.activity}${range}${detail}, ${durationOf(Math.max(0, at - crumb.at))} before the death`
}

function costOf(exit: ExitRecord): string[] {
	const { restarted } = exit
	return [
		...exit.jobs.map(job => `“${job.title}” had come to ${clockOf(job.cursor)}: ${OUTCOME[job.outcome]}.`),
		`Words lost: ${exit.wordsLost}. Audio lost: ${exit.audioLost === 0 ? 'none' : `${secondsOf(exit.audioLost).toFixed(1)} s, a visible gap in the transcript`}.`,
		restarted === null
			? 'Nothing has taken its place yet, or nothing had to.'
			: restarted.standby
				? `A standby that had been waiting took over (process ${restarted.pid}); work stood still for ${durationOf(restarted.readyAfterMs)}.`
				: `A new process took its place (${restarted.pid}); work stood still for ${durationOf(restarted.readyAfterMs)}.`
	]
}

function versionsOf(versions: ExitRecord['versions']): string | null {
	const all = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
	return all.length === 0 ? null : all.join(', ')
}

/** `85 ms`, `3.2 s`, `4 min 10 s`, `2 h 5 min`. */
function durationOf(ms: number): string {
	if (ms < 1_000) return `${Math.round(ms)} ms`
	if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`
	const seconds = Math.round(ms / 1_000)
	const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3_600)]
	return hours === 0 ? `${minutes} min ${seconds % 60} s` : `${hours} h ${minutes % 60} min`
}
