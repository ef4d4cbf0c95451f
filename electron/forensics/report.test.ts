import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NativeCrash } from '../contract/exits.ts'
import { exitOf, idOf } from '../ledger/test-ledger.ts'
import { factsOf } from './exit-record.ts'
import { explainExit, signatureOf } from './explain.ts'
import { readRecords } from './fixtures/records.ts'
import { reportExit } from './report.ts'

const crash: NativeCrash = {
	origin: 'crashpad',
	reason: 'SIGSEGV',
	text: 'The program touched memory that is not there, at address 0x0 (SEGV_MAPERR).',
	address: '0x0',
	sentFromOutside: false,
	thread: {
		id: 51,
		name: 'MainThread',
		frames: [
			{ module: 'libonnxruntime.so', offset: '0x1a2b', symbol: 'ort::Run', trust: 'context' },
			{ module: 'libonnxruntime.so', offset: '0x9', symbol: null, trust: 'cfi' },
			...new Array(3).fill({ module: null, offset: 'unknown', symbol: null, trust: 'frame-pointer' } as const),
			{ module: null, offset: '0x7f00', symbol: null, trust: 'scan' },
			{ module: 'node', offset: '0x30', symbol: 'main', trust: 'scan' }
		]
	},
	threads: 11,
	module: 'libonnxruntime.so',
	modules: [
		{ name: 'libonnxruntime.so', version: '1.28', debugId: 'ABC' },
		{ name: 'libc.so.6', version: null, debugId: 'DEF' },
		{ name: 'node', version: null, debugId: null }
	],
	annotations: { life: 'engine' },
	problems: ['The stack of thread 7 is not in the dump.']
}

test('tells a death to someone who never saw the app', () => {
	const report = reportExit(
		exitOf(idOf(1), {
			crumb: { activity: 'transcribing', job: idOf(2), from: 496_000, to: 704_000, at: 1_799_999_999_989, pid: 51, detail: 'tiny' },
			explanation: {
				code: 'signal',
				facts: {},
				text: 'The engine crashed while transcribing 0:31–0:44 of “Board | <meeting>”: it touched memory that does not belong to it (SIGSEGV).',
				certainty: 'known',
				evidence: ['exit signal SIGSEGV', 'last breadcrumb “transcribing” 11 ms before'],
				advice: 'Try *again*.'
			},
			curve: Array.from({ length: 60 }, (_, n) => ({
				at: 1_799_999_940_000 + n * 1000,
				rss: 2e8 + n * 1e7,
				cpu: n % 2 ? null : 100,
				beatMs: 0.5
			})),
			versions: { node: '24.21.0', sherpa: '1.13.8' },
			restarted: { pid: 52, readyAfterMs: 84, standby: true },
			jobs: [{ transcript: idOf(2), title: 'Board | <meeting>', cursor: 496_000, outcome: 'continued' }],
			audioLost: 1_600,
			dump: 'a.dmp',
			crash,
			stderr: ['a line with ``` in it', 'the last line'],
			log: ['{"msg":"transcribing"}']
		})
	)
	assert.equal(
		report,
		`# The engine crashed while transcribing 0:31–0:44 of “Board | \\<meeting>”: it touched memory that does not belong to it (SIGSEGV).

Holdfast turns speech into text on the user’s own machine. Its parts are processes of their own, so that one can crash without taking audio or text with it. This is the record of one that ended.

## How sure this is

**Known**: the system, the dead process or Holdfast itself says so.

It rests on:

- exit signal SIGSEGV
- last breadcrumb “transcribing” 11 ms before

**What to do:** Try \\*again\\*.

## The death

| | |
| --- | --- |
| When | 2027-01-15 08:00:00 UTC |
| Process | engine#1: the engine, which turns speech into text |
| Process id | 51 |
| Lived | 10.0 s |
| Ended by signal | SIGSEGV |
| Exit code | none |
| Seen | at once, by its parent process |
| It was | busy |
| Ended by Holdfast | no |
| Last breadcrumb | transcribing 0:31–0:44 (tiny), 11 ms before the death |
| Model | tiny |
| Versions | node 24.21.0, sherpa 1.13.8 |
| Kind of death | \`engine:signal:SIGSEGV:unknown\` |
| Record | ${idOf(1)} |

## The crashed thread

The program touched memory that is not there, at address 0x0 (SEGV_MAPERR).

| | |
| --- | --- |
| Reason | SIGSEGV |
| Address | 0x0 |
| Blamed module | libonnxruntime.so |
| Thread | 51 (MainThread), one of 11 |
| Dump written by | Crashpad, a crash reporter of the system’s browser |
| Dump file | a.dmp |
| Annotation life | engine |

What it was running, innermost first: each line was called by the one below it. On the right: how the line was found. What is called a guess may be wrong.

\`\`\`
  0  libonnxruntime.so!ort::Run  (+0x1a2b)      the thread’s own registers
  1  libonnxruntime.so+0x9                      unwind tables
  2  code in no module (made at run time)  × 3  frame pointer
  5  code in no module, at 0x7f00               a guess
  6  node!main  (+0x30)                         a guess
\`\`\`

Modules on that stack, of 3 known:

| | |
| --- | --- |
| libonnxruntime.so | 1.28, id ABC |
| node | unknown |

What could not be read or is missing:

- The stack of thread 7 is not in the dump.

## Memory and processor

| | |
| --- | --- |
| Memory at the end | 200 MB |
| Processor time in its life | 5.0 s |
| Machine | 4000 MB free of 8000 MB |
| Kernel kills for want of memory | not counted here |

Its last 60 s, from left to right up to the death:

\`\`\`
Memory     ▁▁▁▁▁▂▂▂▂▂▂▂▂▃▃▃▃▃▃▃▃▃▄▄▄▄▄▄▄▄▅▅▅▅▅▅▅▅▆▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇▇█████  200 → 790 MB, lowest 200, highest 790
Processor  ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁   100 → 100 % of one core
Heartbeat  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  0.5 → 0.5 ms
\`\`\`

## What it cost, and what was done

- “Board | \\<meeting>” had come to 0:31: it went on from there by itself.
- Words lost: 0. Audio lost: 0.1 s, a visible gap in the transcript.
- A standby that had been waiting took over (process 52); work stood still for 84 ms.

## What it wrote to standard error

\`\`\`\`
a line with \`\`\` in it
the last line
\`\`\`\`

## The end of its log

\`\`\`
{"msg":"transcribing"}
\`\`\`

## Words used here

| | |
| --- | --- |
| engine | The process that turns speech into text. It runs other people’s native code, which is why it is a process of its own. |
| standby | A second engine that has its model loaded and waits, so that it can take over at once. |
| breadcrumb | What a process writes down before each risky step. It is on disk, so it outlives any death. |
| heartbeat | A question that Holdfast asks each of its processes all the time. One that stops answering is stuck. |
| signal | How Linux and macOS end a process that did something it may not, or that is to be ended. |
| dump | A file with the state of a dead process: its threads, what they were running, and parts of its memory. |
| module | A program or library file. “name+0x1a2b” is a place in it. |
| unwind tables | Data in a module by which callers are found exactly. |
| frame pointer | A chain in memory from each call to its caller: nearly always right. |
| a guess | A value on the stack that looks like the place of a call. It may be left over from an earlier one. |
`
	)
})

test('says of what is unknown that it is unknown', () => {
	const report = reportExit(
		exitOf(idOf(1), {
			pid: null,
			startedAt: null,
			uptimeMs: null,
			signal: null,
			code: 255,
			ntstatus: 0xc0000005,
			killedFor: 'hang',
			frozen: true,
			resources: { rss: null, cpuMs: null, freeMemory: null, totalMemory: null, oomKills: null },
			model: null,
			explanation: { code: 'x', facts: {}, text: 'It ended.', certainty: 'unknown', evidence: [], advice: null }
		})
	)
	for (const line of [
		'**Unknown**: nothing that was found says why.',
		'It rests on nothing more than that the process is gone.',
		'| Process id | unknown |',
		'| Lived | unknown |',
		'| Ended by signal | none |',
		'| Exit code | 255 |',
		'| Windows status | 0xC0000005 |',
		'| It was | busy, and stopped by a signal (frozen) |',
		'| Ended by Holdfast | yes, for: hang |',
		'| Last breadcrumb | unknown |',
		'| Model | unknown |',
		'| Versions | unknown |',
		'| Memory at the end | unknown |',
		'| Machine | unknown free of unknown |',
		'- Nothing has taken its place yet, or nothing had to.'
	])
		assert.ok(report.includes(`\n${line}\n`), line)
	assert.doesNotMatch(report, /The crashed thread|standard error$|What to do/m)
})

test('shortens a stack that overflowed, and says that a dump is gone', () => {
	const frames = Array.from({ length: 3_000 }, (_, n) => ({
		module: 'a.so',
		offset: `0x${n.toString(16)}`,
		symbol: null,
		trust: 'cfi' as const
	}))
	const report = reportExit(exitOf(idOf(1), { crash: { ...crash, thread: { ...crash.thread, frames } } }))
	assert.match(report, /\n 39 {2}a\.so\+0x27 {2}.*\n {5}and 2960 more\n```/)
	assert.match(report, /\| Dump file \| deleted \|/)
})

test('tells every death that was ever caused for the rules', () => {
	const records = readRecords()
	assert.ok(records.size >= 40)
	for (const [name, { record }] of records) {
		const facts = factsOf(record)
		const explanation = explainExit(facts)
		const report = reportExit({ ...record, explanation, signature: signatureOf(facts, explanation) })
		const headings = Array.from(report.matchAll(/^##? .*$/gm), ([heading]) => heading)
		assert.ok(headings[0]?.startsWith('# '), name)
		assert.ok(headings.includes('## The death') && headings.includes('## Words used here'), name)
		assert.equal(headings.includes('## The crashed thread'), record.crash !== null, name)
		assert.doesNotMatch(report.replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, ''), /NaN|\[object|\| (null|undefined) \|/, name)
	}
})
