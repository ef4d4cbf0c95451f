import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ExitFacts } from '../../forensics/exit-facts.ts'
import { factsOfGone, type GoneDetails } from './gone-facts.ts'

const facts = (some: Partial<ExitFacts>): ExitFacts => ({
	pid: 7,
	code: null,
	signal: null,
	ntstatus: null,
	reason: null,
	neverStarted: false,
	...some
})

const cases: readonly [platform: NodeJS.Platform, details: GoneDetails, expected: ExitFacts][] = [
	['linux', { reason: 'crashed', exitCode: 11 }, facts({ signal: 'SIGSEGV', reason: 'crashed' })],
	['linux', { reason: 'crashed', exitCode: 133 }, facts({ signal: 'SIGTRAP', reason: 'crashed, core written' })],
	['linux', { reason: 'killed', exitCode: 9 }, facts({ signal: 'SIGKILL', reason: 'killed' })],
	['linux', { reason: 'oom', exitCode: 5 }, facts({ signal: 'SIGTRAP', reason: 'oom' })],
	['linux', { reason: 'oom', exitCode: 0 }, facts({ signal: 'unknown', reason: 'oom' })],
	['linux', { reason: 'abnormal-exit', exitCode: 512 }, facts({ code: 2, reason: 'abnormal-exit' })],
	['win32', { reason: 'crashed', exitCode: -1073741819 }, facts({ ntstatus: 0xc0000005, reason: 'crashed' })],
	['win32', { reason: 'oom', exitCode: -536870904 }, facts({ ntstatus: 0xe0000008, reason: 'oom' })],
	['linux', { reason: 'memory-eviction', exitCode: 0 }, facts({ signal: 'unknown', reason: 'memory-eviction' })],
	['linux', { reason: 'launch-failed', exitCode: 1002 }, facts({ reason: 'launch-failed, code 1002', neverStarted: true })],
	['darwin', { reason: 'crashed', exitCode: 10 }, facts({ signal: 'SIGBUS', reason: 'crashed' })],
	['darwin', { reason: 'crashed', exitCode: 5 }, facts({ signal: 'SIGTRAP', reason: 'crashed' })],
	['darwin', { reason: 'killed', exitCode: 15 }, facts({ signal: 'SIGTERM', reason: 'killed' })],
	['win32', { reason: 'crashed', exitCode: -2147483645 }, facts({ ntstatus: 0x80000003, reason: 'crashed' })],
	['win32', { reason: 'killed', exitCode: 1 }, facts({ code: 1, reason: 'killed' })],
	['win32', { reason: 'abnormal-exit', exitCode: 3 }, facts({ code: 3, reason: 'abnormal-exit' })],
	['win32', { reason: 'integrity-failure', exitCode: 0 }, facts({ signal: 'unknown', reason: 'integrity-failure' })],
	[
		'win32',
		{ reason: 'launch-failed', exitCode: 18, systemErrorCode: 5 },
		facts({ reason: 'launch-failed, code 18, system error 5', neverStarted: true })
	]
]
for (const [platform, details, expected] of cases) {
	test(`${details.reason} with ${details.exitCode} on ${platform}`, () => assert.deepEqual(factsOfGone(details, 7, platform), expected))
}
