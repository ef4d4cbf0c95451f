import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exitOf, idOf } from '../ledger/test-ledger.ts'
import { reportExit } from './report.ts'

test('tells a death to someone who never saw the app', () => {
	const report = reportExit(
		exitOf(idOf(1), {
			crumb: { activity: 'transcribing', job: idOf(2), from: 496_000, to: 704_000, at: 1_799_999_999_989, pid: 51, detail: 'tiny' },
			explanation: {
				code: 'signal',
				facts: {},
				text: 'The engine crashed while transcribing 0:31–0:44 of “Board meeting”: it touched memory that does not belong to it (SIGSEGV).',
				certainty: 'known',
				evidence: ['exit signal SIGSEGV', 'last breadcrumb “transcribing” 11 ms before'],
				advice: null
			},
			versions: { node: '24.21.0', sherpa: '1.13.8' },
			restarted: { pid: 52, readyAfterMs: 640 },
			jobs: [{ transcript: idOf(2), title: 'Board | meeting', cursor: 496_000, outcome: 'continued' }],
			stderr: ['a line with ``` in it', 'the last line'],
			log: ['{"msg":"transcribing"}']
		})
	)
	assert.equal(
		report,
		`# The engine crashed while transcribing 0:31–0:44 of “Board meeting”: it touched memory that does not belong to it (SIGSEGV).

How sure: known. It rests on: exit signal SIGSEGV; last breadcrumb “transcribing” 11 ms before.

| | |
| --- | --- |
| When | 2027-01-15T08:00:00.000Z |
| Process | engine#1 (engine), pid 51 |
| Up | 10.0 s |
| Exit code | none |
| Signal | SIGSEGV |
| State | busy |
| Ended by Holdfast for | no, not ended by Holdfast |
| Last activity | transcribing, 11 ms before |
| Memory | 200 MB |
| Machine | 4000 MB free of 8000 MB |
| Model | tiny |
| Versions | node 24.21.0, sherpa 1.13.8 |
| Back after | 640 ms, as pid 52 |
| Work on “Board \\| meeting” | at 0:31: continued |
| Words lost | 0 |
| Audio lost | 0 s |

## Standard error

\`\`\`\`
a line with \`\`\` in it
the last line
\`\`\`\`

## Log

\`\`\`\`
{"msg":"transcribing"}
\`\`\`\`
`
	)
})

test('says of what is unknown that it is unknown, and what to do', () => {
	const report = reportExit(
		exitOf(idOf(1), {
			pid: null,
			startedAt: null,
			uptimeMs: null,
			signal: null,
			code: 255,
			killedFor: 'hang',
			resources: { rss: null, cpuMs: null, freeMemory: null, totalMemory: null },
			model: null,
			explanation: { code: 'x', facts: {}, text: 'It ended.', certainty: 'unknown', evidence: [], advice: 'Start it again.' }
		})
	)
	assert.deepEqual(report.split('\n').slice(2, 23), [
		'How sure: unknown. It rests on: nothing. What to do: Start it again.',
		'',
		'| | |',
		'| --- | --- |',
		'| When | 2027-01-15T08:00:00.000Z |',
		'| Process | engine#1 (engine), pid unknown |',
		'| Up | unknown |',
		'| Exit code | 255 |',
		'| Signal | none |',
		'| State | busy |',
		'| Ended by Holdfast for | hang |',
		'| Last activity | unknown |',
		'| Memory | unknown |',
		'| Machine | ? free of ? |',
		'| Model | unknown |',
		'| Versions |  |',
		'| Back after | not restarted |',
		'| Words lost | 0 |',
		'| Audio lost | 0 s |',
		''
	])
})
