import assert from 'node:assert/strict'
import { test } from 'node:test'
import fromMain from './from-main.zh-CN.json' with { type: 'json' }
import { phraseOf } from './phrases.ts'
import { wordsFor } from './words.ts'

/** As main writes them: each rule's evidence, reasons of dumps, notes. */
const ENGLISH = [
	'no record of an orderly end',
	'seen by the guardian',
	'exit signal SIGSEGV',
	'the host does not tell the signal',
	'exit code 255',
	'the host’s reason: its channel to Holdfast closed',
	'the host’s reason: oom',
	'last breadcrumb “detecting-speech” 59808 ms before',
	'minidump: SIGSEGV in libonnxruntime.so',
	'minidump: EXCEPTION_ACCESS_VIOLATION',
	'standard error: FATAL ERROR: Reached heap limit',
	'ended by Holdfast: no heartbeat',
	'ended by Holdfast: its heart was beating, but its work did not get done',
	'ended by Holdfast: over its memory limit',
	'ended by Holdfast: not ready in time',
	'ended by Holdfast: protocol violation',
	'the system says that it was stopped (state T)',
	'the dump says that the signal was sent, not caused',
	'the kernel ended nothing for want of memory meanwhile',
	'the kernel counted 1 kill for want of memory meanwhile',
	'the machine was started after the last sign of life',
	'its connection broke, and it did not come back',
	'an error that nothing in the window expected',
	'its channel to Holdfast broke',
	'the dump’s stack goes through V8’s out-of-memory handler',
	'the dump is marked by V8 as out of memory',
	'the dump’s stack goes through the memory allocator’s refusal',
	'SIGSEGV was sent from outside, by process 8151.',
	"SIGABRT was sent by a process; whether by itself isn't known.",
	'The program gave up by itself (abort).',
	'The program touched memory that is not there, at address 0x18 (SEGV_MAPERR).',
	'The program touched memory in a way that is not allowed there, at address 0x7f00 (SEGV_ACCERR).',
	'A whole number was divided by zero, at address 0x55 (FPE_INTDIV).',
	'The program stopped itself on purpose (a check of its own failed, or memory was refused?), at address 0x55 (TRAP_BRKPT).',
	'The death in words. Folders, names and titles are replaced.',
	'The same for programs: all that was recorded of this death. Folders, names and titles are replaced.',
	'Versions, settings, the kind of machine, and how many deaths there were. Folders, names and titles are replaced.',
	'What “engine” logged from ten minutes before the death to one minute after. What was said is never logged. Folders, names and titles stand in it as they are.',
	'The state of the dead process as the system or Holdfast saved it. It may hold pieces of its memory: text, names, paths. Nothing in it is replaced.',
	'What was said from 0:31 to 0:44, around the place where the process was when it died. Whoever gets this bundle can hear it.',
	'The standby took over.',
	'Main goes on without it.',
	'Another window can be opened at any time.',
	'It would end this window as well. Holdfast in a browser can try it.',
	'The drill was stopped.',
	'The sample gave no text even undisturbed.',
	'Holdfast did not start within a minute.',
	'Holdfast could not be started for the drill: it says nothing of why.',
	'Main was not started again.',
	'a ready engine did not come within 60 s.',
	'What the drill had started could not be cleared away: EBUSY: resource busy'
]

test('has Chinese for every phrase that main writes in English, and keeps what varies in it', () => {
	const { phrase } = wordsFor('zh-CN')
	for (const text of ENGLISH) assert.match(phrase(text), /\p{Script=Han}/u, text)
	assert.equal(phrase('exit signal SIGSEGV'), '退出信号 SIGSEGV')
	assert.equal(phrase('last breadcrumb “detecting-speech” 59808 ms before'), '最后的足迹“正在寻找语音”，在此之前 59.8 秒')
	assert.equal(phrase('SIGSEGV was sent from outside, by process 8151.'), 'SIGSEGV 是从外部发来的，来自进程 8151。')
	assert.match(phrase(ENGLISH[37] ?? ''), /“engine”.*保持原样/)
})

test('has no phrase twice and none without use', () => {
	const used = ENGLISH.map(text => phraseOf(text)?.code)
	const there = Object.keys(fromMain).filter(code => code.startsWith('phrase-'))
	assert.deepEqual([...new Set(used)].sort(), there.sort())
	assert.equal(used.length, there.length)
})

test('leaves English as main wrote it, and what it does not know as it is', () => {
	const { phrase } = wordsFor('en')
	for (const text of ENGLISH) assert.equal(phrase(text), text.replace('59808 ms', '59.8 s'))
	assert.equal(wordsFor('zh-CN').phrase('the moon was full'), 'the moon was full')
})
