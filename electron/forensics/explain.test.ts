import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import type { Crumb } from '../../native-bridge/protocol/crumb.ts'
import { Explanation } from '../contract/exits.ts'
import type { ExitFacts } from './exit-facts.ts'
import { type DeathFacts, explainExit, signatureOf } from './explain.ts'

const AT = 1_800_000_000_000
const crumb: Crumb = { activity: 'transcribing', job: 'j', from: 496_000, to: 704_000, at: AT - 11, pid: 51, detail: 'tiny' }
const DOING = ' while transcribing 0:31–0:44 of “Board meeting”'

/** A death at work; `facts` as the host told them. */
function death(facts: Partial<ExitFacts>, more: Partial<DeathFacts> = {}): DeathFacts {
	return {
		role: 'engine',
		facts: { pid: 51, code: null, signal: null, ntstatus: null, reason: null, neverStarted: false, ...facts },
		seen: 'exit',
		during: 'busy',
		killedFor: null,
		crumb,
		at: AT,
		stderr: [],
		title: 'Board meeting',
		...more
	}
}
const idle: Partial<DeathFacts> = { crumb: null, title: null }

type Said = [code: string, text: string, certainty: Explanation['certainty'], advice: string | null]

const FETCH = 'Delete the models folder and start again: it is fetched anew.'

const cases: [name: string, death: DeathFacts, said: Said][] = [
	[
		'it could not be started',
		death({ neverStarted: true, reason: 'spawn ENOENT' }, { ...idle, seen: 'spawn-error' }),
		['not-started', 'The engine could not be started: spawn ENOENT.', 'known', 'Is the installation complete? Run npm run setup.']
	],
	[
		'it could not be started, and nobody says why',
		death({ neverStarted: true }, { ...idle, role: 'decoder', seen: 'spawn-error' }),
		[
			'not-started',
			'The decoder could not be started: the system does not say why.',
			'unknown',
			'Is the installation complete? Run npm run setup.'
		]
	],
	[
		'main left no end behind',
		death(
			{ signal: 'unknown' },
			{ role: 'main', seen: 'unclean-start', crumb: { ...crumb, activity: 'serving', job: null, from: null, to: null }, title: null }
		),
		[
			'unclean-start',
			'Holdfast itself ended without saying why: it crashed, it was killed, or the machine lost power. This was noticed when it was started again.',
			'unknown',
			null
		]
	],
	[
		'it hung',
		death({ signal: 'SIGABRT' }, { killedFor: 'hang' }),
		['hang', `The engine stopped answering${DOING}, so Holdfast ended it.`, 'known', null]
	],
	[
		'it was not ready in time',
		death(
			{ signal: 'SIGKILL' },
			{ killedFor: 'ready-timeout', crumb: { ...crumb, activity: 'loading-model', job: null, from: null, to: null }, title: null }
		),
		[
			'ready-timeout',
			'The engine was not ready in time: it was still loading the model, so Holdfast ended it.',
			'known',
			'Is the disk or the machine very busy?'
		]
	],
	[
		'it was not ready in time, and left no crumb',
		death({ signal: 'SIGKILL' }, { ...idle, killedFor: 'ready-timeout' }),
		['ready-timeout', 'The engine was not ready in time, so Holdfast ended it.', 'known', 'Is the disk or the machine very busy?']
	],
	[
		'it broke the protocol',
		death({ signal: 'SIGKILL' }, { killedFor: 'protocol' }),
		['protocol', `The engine sent something that Holdfast does not understand${DOING}, so Holdfast ended it.`, 'known', null]
	],
	[
		'sherpa-onnx refused the model',
		death(
			{ code: 255 },
			{
				crumb: { ...crumb, activity: 'loading-model', job: null, from: null, to: null },
				title: null,
				stderr: ["/shared/sherpa-onnx/csrc/base64-decode.cc:Ord:26 Unknown character '!'", '']
			}
		),
		[
			'model-refused',
			"The engine refused the model and ended itself while loading the model. Its last line: “Unknown character '!'”.",
			'known',
			'A file of the model is damaged or of another kind. Delete the models folder and start again: it is fetched anew.'
		]
	],
	[
		'ONNX Runtime could not read the model',
		death(
			{ signal: 'SIGABRT' },
			{
				...idle,
				stderr: [
					"terminate called after throwing an instance of 'Ort::Exception'",
					'\u001b[1;31m  what():  Load model from encoder.onnx failed:Protobuf parsing failed.\u001b[m'
				]
			}
		),
		[
			'model-damaged',
			'The engine could not read the model and ended itself: “what():  Load model from encoder.onnx failed:Protobuf parsing failed.”.',
			'known',
			FETCH
		]
	],
	[
		'its JavaScript memory was full',
		death({ signal: 'SIGABRT' }, { stderr: ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'] }),
		['heap-full', `The engine used up its JavaScript memory${DOING}.`, 'known', null]
	],
	[
		'memory was refused',
		death({ signal: 'SIGABRT' }, { stderr: ["terminate called after throwing an instance of 'std::bad_alloc'"] }),
		['memory-refused', `The engine asked for memory and did not get it${DOING}.`, 'likely', 'Close other programs, or use a smaller model.']
	],
	[
		'an exception of our own',
		death(
			{ code: 1 },
			{
				role: 'decoder',
				crumb: { ...crumb, activity: 'decoding-file', to: null },
				stderr: ['TypeError [ERR_X]: x is not a function', '    at decode (decode.ts:5:3)']
			}
		),
		[
			'exception',
			'The decoder ended itself over an error in its own code while reading the audio of “Board meeting”: “TypeError [ERR_X]: x is not a function”.',
			'known',
			'This is a bug in Holdfast. Please report it with this record.'
		]
	],
	[
		'killed from outside',
		death({ signal: 'SIGKILL' }),
		[
			'killed-from-outside',
			`The engine was ended from outside${DOING} (SIGKILL). It was not Holdfast: was it a person, another program, or the system because memory ran out?`,
			'likely',
			null
		]
	],
	[
		'asked from outside to end',
		death({ signal: 'SIGTERM' }, { crumb: { ...crumb, activity: 'idle', job: null, from: null, to: null }, title: null }),
		[
			'killed-from-outside',
			'The engine was ended from outside while it had nothing to do (SIGTERM). It was not Holdfast: was it a person or another program?',
			'likely',
			null
		]
	],
	[
		'a crash',
		death({ signal: 'SIGSEGV' }),
		['signal', `The engine crashed${DOING}: it touched memory that does not belong to it (SIGSEGV).`, 'known', null]
	],
	[
		'a crash of the processor’s making',
		death({ signal: 'SIGILL' }, { crumb: { ...crumb, activity: 'starting', job: null, from: null, to: null }, title: null }),
		[
			'signal',
			'The engine crashed while starting: it ran an instruction that this processor does not have (SIGILL).',
			'known',
			'Is the processor too old for this engine?'
		]
	],
	[
		'a crash on Windows',
		death({ code: 3221225477, ntstatus: 3221225477 }),
		['ntstatus', `The engine crashed${DOING} (Windows status 0xC0000005).`, 'known', null]
	],
	[
		'it ended as if all were well',
		death({ code: 0 }),
		['exit-zero', `The engine ended${DOING} as if its work were done (exit code 0), but nobody had asked it to.`, 'known', null]
	],
	[
		'an exit code that says nothing',
		death({ code: 255 }, { stderr: ['some other line'] }),
		['exit-code', `The engine ended itself${DOING} with exit code 255, and did not say why.`, 'known', null]
	],
	[
		'a signal that means nothing to us',
		death({ signal: 'SIGXCPU' }),
		['unknown', `The engine ended${DOING} by a signal (SIGXCPU), and nothing says why.`, 'unknown', null]
	],
	[
		'the host does not tell',
		death({ signal: 'unknown' }, { ...idle, role: 'window' }),
		['unknown', 'The window ended, and nothing says why.', 'unknown', null]
	]
]

for (const [name, facts, said] of cases) {
	test(`explains in a sentence: ${name}`, () => {
		const explanation = explainExit(facts)
		assert.deepEqual([explanation.code, explanation.text, explanation.certainty, explanation.advice], said)
		assert.ok(v.is(Explanation, explanation))
	})
}

test('says what it rests on', () => {
	const evidence: [DeathFacts, string[]][] = [
		[death({ signal: 'SIGSEGV' }), ['exit signal SIGSEGV', 'last breadcrumb “transcribing” 11 ms before']],
		[
			death({ signal: 'SIGABRT' }, { killedFor: 'hang' }),
			['exit signal SIGABRT', 'last breadcrumb “transcribing” 11 ms before', 'ended by Holdfast: no heartbeat']
		],
		[death({ signal: 'unknown', reason: 'crashed' }, idle), ['the host does not tell the signal', 'the host’s reason: crashed']],
		[death({ code: 3 }, { ...idle, seen: 'unclean-start' }), ['no record of an orderly end', 'exit code 3']],
		// The wall clock was set back in between.
		[death({ code: 3 }, { at: AT - 5_000 }), ['exit code 3', 'last breadcrumb “transcribing” 0 ms before']],
		[
			death({ code: 255 }, { ...idle, stderr: ['/s/x.h:Check:7 \u001b[31mBad magic\u001b[0m'] }),
			['exit code 255', 'standard error: /s/x.h:Check:7 Bad magic']
		]
	]
	for (const [facts, expected] of evidence) assert.deepEqual(explainExit(facts).evidence, expected)
})

test('says what it was doing, as far as the crumb tells', () => {
	const none = { job: null, from: null, to: null }
	const doings: [Partial<Crumb>, title: string | null, doing: string][] = [
		[{ activity: 'detecting-speech' }, 'Talk', ' while looking for speech in 0:31–0:44 of “Talk”'],
		[{ activity: 'detecting-speech', ...none }, null, ' while looking for speech in the audio'],
		[{ activity: 'partial' }, 'Talk', ' while listening to 0:31–0:44 of “Talk”'],
		[{ activity: 'partial', ...none }, null, ' while listening to speech'],
		[{ activity: 'transcribing', from: 57_600_000, to: 57_760_000 }, null, ' while transcribing 1:00:00–1:00:10'],
		[{ activity: 'opening-file', ...none }, 'Talk', ' while opening “Talk”'],
		[{ activity: 'opening-file', ...none }, null, ' while opening a file'],
		[{ activity: 'stopping', ...none }, null, ' while stopping'],
		[{ activity: 'serving', ...none }, null, '']
	]
	for (const [part, title, doing] of doings) {
		assert.equal(
			explainExit(death({ signal: 'SIGFPE' }, { crumb: { ...crumb, ...part }, title }))
				.text.split(' crashed')[1]
				?.replace(/: it did arithmetic.*/, ''),
			doing
		)
	}
})

test('groups deaths of one cause', () => {
	const signature = (facts: DeathFacts) => signatureOf(facts, explainExit(facts))
	assert.deepEqual(
		[death({ signal: 'SIGSEGV' }), death({ signal: 'SIGSEGV' }, { at: AT + 5, title: 'Other' }), death({ code: 0 }), death({}, idle)].map(
			signature
		),
		[
			'engine:signal:SIGSEGV:transcribing',
			'engine:signal:SIGSEGV:transcribing',
			'engine:exit-zero:0:transcribing',
			'engine:unknown:none:unknown'
		]
	)
})
