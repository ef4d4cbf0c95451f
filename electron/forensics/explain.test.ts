import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as v from 'valibot'
import type { Crumb } from '../../native-bridge/protocol/crumb.ts'
import { Explanation, type NativeCrash } from '../contract/exits.ts'
import type { ExitFacts } from './exit-facts.ts'
import { factsOf } from './exit-record.ts'
import { type DeathFacts, explainExit, isBlameOfWork, RULES, signatureOf } from './explain.ts'
import { readRecords } from './fixtures/records.ts'
import { MACHINE_RESTARTED } from './rules/seen-from-afar.ts'

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

/** What a dump says of a crash whose innermost frame is this. */
function crashOf(reason: string, [module, symbol]: readonly [string | null, string | null], sentFromOutside = false): NativeCrash {
	const frames = [{ module, symbol, offset: '0x1234', trust: 'context' as const }]
	const thread = { id: 51, name: null, frames }
	return { ...NO_CRASH, reason, sentFromOutside, thread, module }
}
const NO_CRASH = {
	origin: 'electron',
	text: '',
	address: null,
	threads: 1,
	modules: [],
	annotations: {},
	problems: []
} as const satisfies Partial<NativeCrash>

type Said = [code: string, text: string, certainty: Explanation['certainty']]

/**
 * Facts made by hand, of systems that the recorded deaths (fixtures/) could not be had from: Windows, macOS, Electron, and a machine
 * that is short of memory. What each host gives is told in hosts/electron/ending.ts and Electron's documentation.
 */
const elsewhere: [name: string, death: DeathFacts, said: Said][] = [
	...(
		[
			[0xc0000005, 'it touched memory that does not belong to it', '0xC0000005, STATUS_ACCESS_VIOLATION'],
			[0x80000003, 'it stopped at a check inside it that failed', '0x80000003, STATUS_BREAKPOINT'],
			[0xc0000409, 'it ended itself at once over an error that allows no going on (fail fast)', '0xC0000409, STATUS_STACK_BUFFER_OVERRUN'],
			[0xc0000006, 'a part of its program or data could not be read from the disk', '0xC0000006, STATUS_IN_PAGE_ERROR'],
			[0xe06d7363, 'native code met an error that nobody handled', '0xE06D7363, VCPP_EXCEPTION (C++)']
		] as const
	).map(([ntstatus, means, called]): [string, DeathFacts, Said] => [
		`Windows’ ${called}`,
		death({ ntstatus }),
		['ntstatus', `The engine crashed${DOING}: ${means} (Windows status ${called}).`, 'known']
	]),
	[
		'a Windows status that has no name here',
		death({ ntstatus: 0xc0001234 }),
		['ntstatus', `The engine crashed${DOING}: Windows gives the status 0xC0001234.`, 'known']
	],
	[
		'Windows’ stack overflow',
		death({ ntstatus: 0xc00000fd }),
		['stack-overflow', `The engine crashed${DOING}: calls inside it went so deep that its stack was used up.`, 'known']
	],
	[
		'Windows’ damaged heap',
		death({ ntstatus: 0xc0000374 }),
		['heap-corrupt', `The engine found its own memory damaged${DOING} and ended itself.`, 'known']
	],
	[
		'Windows’ illegal instruction',
		death({ ntstatus: 0xc000001d }),
		['illegal-instruction', `The engine crashed${DOING}: it ran an instruction that this processor does not have (0xC000001D).`, 'likely']
	],
	[
		'Windows’ missing library',
		death({ ntstatus: 0xc0000135 }, idle),
		['library-missing', 'The engine ended: a library that it needs is missing, damaged or of the wrong version.', 'known']
	],
	[
		'macOS’ missing library',
		death({ signal: 'SIGABRT' }, { ...idle, stderr: ['dyld[51]: Library not loaded: @rpath/libonnxruntime.dylib'] }),
		[
			'library-missing',
			'The engine ended: a library that it needs is missing, damaged or of the wrong version: “dyld[51]: Library not loaded: @rpath/libonnxruntime.dylib”.',
			'known'
		]
	],
	[
		'Chromium’s out of memory on Windows',
		death({ ntstatus: 0xe0000008 }),
		['memory-refused', `The engine asked for memory and did not get it${DOING}.`, 'known']
	],
	[
		'memory that a machine without any refused',
		death({ signal: 'SIGABRT' }, { freeMemory: 90e6, stderr: ["terminate called after throwing an instance of 'std::bad_alloc'"] }),
		['memory-refused', `The engine asked for memory and did not get it${DOING}.`, 'likely']
	],
	[
		'memory that Electron’s allocator refused',
		death({ signal: 'SIGTRAP' }, { crash: crashOf('SIGTRAP', ['electron', 'partition_alloc::internal::OnNoMemoryInternal']) }),
		['memory-refused', `The engine asked for memory and did not get it${DOING}.`, 'known']
	],
	[
		'Electron’s JavaScript heap, by its frames',
		death({ signal: 'SIGTRAP' }, { crash: crashOf('SIGTRAP', ['electron', 'v8::internal::V8::FatalProcessOutOfMemory']) }),
		['heap-full', `The engine used up its JavaScript memory${DOING}.`, 'known']
	],
	[
		'Electron’s JavaScript heap, by its mark',
		death(
			{ ntstatus: 0xe0000008 },
			{ crash: { ...crashOf('OUT_OF_MEMORY', ['electron.exe', null]), annotations: { 'electron.v8-oom.location': 'x' } } }
		),
		['heap-full', `The engine used up its JavaScript memory${DOING}.`, 'known']
	],
	[
		'ONNX Runtime’s own exception',
		death({ signal: 'SIGABRT' }, { stderr: ["terminate called after throwing an instance of 'Ort::Exception'", '  what():  Reshape'] }),
		[
			'native-exception',
			`The engine ended itself${DOING}: its recognition library (ONNX Runtime) met an error that nobody handled: “Reshape”.`,
			'known'
		]
	],
	[
		'a renderer that crashed',
		death({ signal: 'unknown', reason: 'crashed' }, { ...idle, role: 'window' }),
		['crashed', 'The window crashed; by what is not known.', 'known']
	],
	[
		'a renderer that ran out of memory',
		death({ signal: 'unknown', reason: 'oom' }, { ...idle, role: 'window' }),
		['chromium-out-of-memory', 'The window ended because it ran out of memory.', 'known']
	],
	[
		'a renderer that made room',
		death({ signal: 'unknown', reason: 'memory-eviction' }, { ...idle, role: 'window' }),
		['memory-eviction', 'The window was ended by Chromium to make room, because the machine was short of memory.', 'known']
	],
	[
		'a graphics process with a strange library in it',
		death({ signal: 'unknown', reason: 'integrity-failure' }, { ...idle, role: 'gpu' }),
		['integrity-failure', 'The graphics process was ended: Windows refused a library in it that is not signed.', 'known']
	],
	[
		'a process that was ended in the Task Manager',
		death({ code: 1, reason: 'killed' }, idle),
		['killed-from-outside', 'The engine was ended from outside. It was not Holdfast: was it a person or another program?', 'likely']
	],
	[
		'a utility process that Chromium could not launch',
		death({ neverStarted: true, reason: 'launch-failed, code 1003' }, { ...idle, seen: 'spawn-error' }),
		['not-started', 'The engine could not be started: launch-failed, code 1003.', 'known']
	],
	[
		'a process that was not started, and nobody says why',
		death({ neverStarted: true }, { ...idle, role: 'decoder', seen: 'spawn-error' }),
		['not-started', 'The decoder could not be started: the system does not say why.', 'unknown']
	],
	[
		'a main that went down with its machine',
		death({ signal: 'unknown', reason: MACHINE_RESTARTED }, { ...idle, role: 'main', seen: 'unclean-start' }),
		['machine-restarted', 'The machine was started again while Holdfast was running: a power cut, a reset, or a system crash.', 'known']
	],
	[
		'a main whose end nobody saw, but whose dump is there',
		death({ signal: 'unknown' }, { ...idle, role: 'main', seen: 'unclean-start', crash: crashOf('SIGSEGV', ['electron', null]) }),
		['signal', 'Holdfast itself crashed: it touched memory that does not belong to it, in electron (SIGSEGV).', 'known']
	],
	[
		'Electron’s page that records, which nobody sees',
		death({ signal: 'SIGKILL', reason: 'killed' }, { ...idle, role: 'window', name: 'recorder#2', crumb: null }),
		[
			'killed-from-outside',
			'The recorder was ended from outside (SIGKILL). It was not Holdfast: was it a person, another program, or the system because memory ran out?',
			'likely'
		]
	],
	[
		'one of Chromium’s helpers',
		death({ signal: 'unknown' }, { ...idle, role: 'gpu', name: 'Audio Service#1', crumb: null }),
		['unknown', 'A helper of Chromium’s (Audio Service) ended, and nothing says why.', 'unknown']
	],
	[
		'SIGKILL where the kernel does not count',
		death({ signal: 'SIGKILL' }),
		[
			'killed-from-outside',
			`The engine was ended from outside${DOING} (SIGKILL). It was not Holdfast: was it a person, another program, or the system because memory ran out?`,
			'likely'
		]
	],
	[
		'an end of which Electron only says 0',
		death({ signal: 'unknown', reason: 'Electron said 0' }),
		['unknown', `The engine ended${DOING}, and nothing says why.`, 'unknown']
	],
	[
		'a signal that means nothing to us',
		death({ signal: 'SIGWINCH' }),
		['unknown', `The engine ended${DOING} by a signal (SIGWINCH), and nothing says why.`, 'unknown']
	]
]

for (const [name, facts, said] of elsewhere) {
	test(`explains from facts made by hand: ${name}`, () => {
		const explanation = explainExit(facts)
		assert.deepEqual([explanation.code, explanation.text, explanation.certainty], said)
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

test('groups deaths of one cause, whatever changes from one to the next', () => {
	const signature = (facts: DeathFacts) => signatureOf(facts, explainExit(facts))
	const native = crashOf('SIGSEGV', ['libonnxruntime.so', 'Ort::Run'])
	const [inner] = native.thread.frames
	assert.ok(inner)
	const deep = (...frames: readonly Partial<typeof inner>[]): NativeCrash => ({
		...native,
		thread: { ...native.thread, frames: frames.map(frame => ({ ...inner, ...frame })) }
	})
	const groups: [DeathFacts, string][] = [
		[death({ signal: 'SIGSEGV' }), 'engine:signal:SIGSEGV:transcribing'],
		[death({ signal: 'SIGSEGV' }, { at: AT + 5, title: 'Other' }), 'engine:signal:SIGSEGV:transcribing'],
		[death({ code: 0 }), 'engine:exit-zero:0:transcribing'],
		[death({}, idle), 'engine:unknown:none:unknown'],
		[death({ ntstatus: 0xc0000005 }), 'engine:ntstatus:0xc0000005:transcribing'],
		[death({ signal: 'SIGKILL' }, { killedFor: 'hang' }), 'engine:hang:by-holdfast:transcribing'],
		[death({ signal: 'SIGABRT' }, { killedFor: 'hang' }), 'engine:hang:by-holdfast:transcribing'],
		[
			death({ signal: 'SIGSEGV' }, { crash: deep({ module: 'libc.so.6', symbol: 'memcpy' }, { offset: '0x9' }, { symbol: null }, {}) }),
			'engine:signal:SIGSEGV:libonnxruntime.so!Ort::Run<libonnxruntime.so'
		],
		// A guess is no place, and where a sent signal met it is chance.
		[death({ signal: 'SIGSEGV' }, { crash: deep({ trust: 'scan' }) }), 'engine:signal:SIGSEGV:transcribing'],
		[death({ signal: 'SIGSEGV' }, { crash: { ...deep({}), sentFromOutside: true } }), 'engine:signal-sent:SIGSEGV:transcribing'],
		[
			death(
				{ code: 1 },
				{
					stderr: ['TypeError: x', '    at node (node:fs:1:1)', '    at Decoder.read (file:///a/b.ts:5:3)', '    at c (file:///a/c.ts:1:1)']
				}
			),
			'engine:exception:1:TypeError@Decoder.read'
		],
		[
			death({ code: 255 }, { ...idle, stderr: ["/shared/sherpa-onnx/csrc/base64-decode.cc:Ord:26 Unknown character '!'"] }),
			'engine:model-refused:255:base64-decode.cc:Ord'
		]
	]
	for (const [facts, expected] of groups) assert.equal(signature(facts), expected)
})

test('blames the audio at hand only for deaths that it can have caused', () => {
	const blames: [DeathFacts, boolean][] = [
		[death({ signal: 'SIGSEGV' }), true],
		[death({ code: 3 }), true],
		[death({ code: 0 }), true],
		[death({ signal: 'SIGABRT' }, { killedFor: 'hang' }), true],
		[death({ signal: 'SIGKILL' }, { killedFor: 'slow' }), true],
		[death({ signal: 'SIGKILL' }, { killedFor: 'memory' }), true],
		[death({ signal: 'SIGKILL' }, { oomKills: 1 }), true],
		[death({ signal: 'SIGKILL' }, { oomKills: 0 }), false],
		[death({ signal: 'SIGKILL' }), false],
		[death({ signal: 'SIGTERM' }), false],
		[death({ signal: 'SIGKILL' }, { killedFor: 'hang', frozen: true }), false],
		[death({ signal: 'SIGKILL' }, { killedFor: 'ready-timeout', frozen: true }), false],
		[death({ signal: 'SIGSEGV' }, { crash: crashOf('SIGSEGV', ['node', 'uv_run'], true) }), false],
		[death({ signal: 'SIGKILL' }, { killedFor: 'restart-asked' }), false],
		[death({ code: 1 }, { stderr: ['Error: ENOSPC: no space left on device, write'] }), false],
		[death({ neverStarted: true, reason: 'spawn EAGAIN' }), false]
	]
	assert.deepEqual(
		blames.map(([facts]) => isBlameOfWork(facts)),
		blames.map(([, expected]) => expected)
	)
})

test('has a Chinese sentence for every kind of death, made of facts that it gives, and for its advice', () => {
	const words = v.parse(
		v.record(v.string(), v.string()),
		JSON.parse(readFileSync(join(import.meta.dirname, '../../renderer/messages/from-main.zh-CN.json'), 'utf8'))
	)
	const explanations = [
		...elsewhere.map(([, facts]) => explainExit(facts)),
		...[...readRecords().values()].map(({ record }) => explainExit(factsOf(record)))
	]
	const lacking: string[] = []
	for (const { code, facts, advice } of explanations) {
		const sentence = words[`explanation-${code}`]
		if (sentence === undefined) lacking.push(`explanation-${code}`)
		for (const [, name = ''] of sentence?.matchAll(/\{(\w+)[,}]/g) ?? [])
			if (name !== 'role' && name !== 'who' && !(name in facts)) lacking.push(`${name} of ${code}`)
		if (advice !== null && words[`advice-${code}`] === undefined) lacking.push(`advice-${code}`)
	}
	assert.deepEqual(
		[...lacking, ...RULES.map(rule => rule.code).filter(code => !explanations.some(explanation => explanation.code === code))],
		[]
	)
})

test('has a headline for every kind of death in each language, and none for a kind that does not exist', () => {
	for (const language of ['en', 'zh-CN']) {
		const path = join(import.meta.dirname, `../../renderer/messages/${language}.json`)
		const words = v.parse(v.record(v.string(), v.string()), JSON.parse(readFileSync(path, 'utf8')))
		const [, kinds = ''] = /\{code, select,((?: \w+ \{[^}]*\})+)\}/.exec(words['crashes.headline'] ?? '') ?? []
		const told = Array.from(kinds.matchAll(/(\w+) \{/g), ([, kind = '']) => kind.replaceAll('_', '-'))
		// Of an unknown death it only says that it died.
		const rules = RULES.map(rule => (rule.code === 'unknown' ? 'other' : rule.code))
		assert.deepEqual(told.sort(), rules.sort(), language)
	}
})
