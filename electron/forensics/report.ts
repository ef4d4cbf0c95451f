import { clockOf, secondsOf } from '../../native-bridge/protocol/units.ts'
import type { ExitRecord } from '../contract/exits.ts'

/** A death as Markdown, readable by someone who never saw the app. No transcript text is in a record; titles are. */
export function reportExit(exit: ExitRecord): string {
	const cell = (text: string) => text.replaceAll('|', '\\|')
	const row = (name: string, value: string | number | null) => `| ${cell(name)} | ${value === null ? 'unknown' : cell(String(value))} |`
	const mb = (bytes: number | null) => (bytes === null ? null : `${Math.round(bytes / 1e6)} MB`)
	// Four marks: the lines themselves may hold three.
	const block = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', `## ${title}`, '', '````', ...lines, '````'])
	const { explanation: e, resources: r } = exit
	return [
		`# ${e.text}`,
		'',
		`How sure: ${e.certainty}. It rests on: ${e.evidence.join('; ') || 'nothing'}.${e.advice ? ` What to do: ${e.advice}` : ''}`,
		'',
		'| | |',
		'| --- | --- |',
		row('When', new Date(exit.at).toISOString()),
		row('Process', `${exit.name} (${exit.role}), pid ${exit.pid ?? 'unknown'}`),
		row('Up', exit.uptimeMs === null ? null : `${(exit.uptimeMs / 1000).toFixed(1)} s`),
		row('Exit code', exit.code ?? 'none'),
		row('Signal', exit.signal ?? 'none'),
		row('State', exit.state),
		row('Ended by Holdfast for', exit.killedFor ?? 'no, not ended by Holdfast'),
		row('Last activity', exit.crumb ? `${exit.crumb.activity}, ${Math.max(0, exit.at - exit.crumb.at)} ms before` : null),
		row('Memory', mb(r.rss)),
		row('Machine', `${mb(r.freeMemory) ?? '?'} free of ${mb(r.totalMemory) ?? '?'}`),
		row('Model', exit.model),
		row(
			'Versions',
			Object.entries(exit.versions)
				.map(([name, version]) => `${name} ${version}`)
				.join(', ')
		),
		row('Back after', exit.restarted ? `${exit.restarted.readyAfterMs} ms, as pid ${exit.restarted.pid}` : 'not restarted'),
		...exit.jobs.map(job => row(`Work on “${job.title}”`, `at ${clockOf(job.cursor)}: ${job.outcome}`)),
		row('Words lost', exit.wordsLost),
		row('Audio lost', `${secondsOf(exit.audioLost)} s`),
		...block('Standard error', exit.stderr),
		...block('Log', exit.log),
		''
	].join('\n')
}
