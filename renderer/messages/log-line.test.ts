import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLogLine } from './log-line.ts'

function check(line: string, expected: string): void {
	assert.equal(
		readLogLine(line, at => new Date(at).toISOString().slice(11, 23)),
		expected
	)
}

test('shows a log line as people read it', () => {
	check(
		'{"level":30,"time":"2026-11-24T16:16:30.054Z","process":"engine","pid":24192,"job":"b5","cursor":0,"msg":"transcribing"}',
		'16:16:30.054  info  transcribing  job=b5  cursor=0'
	)
	check('{"level":50,"msg":"worse","facts":{"code":"disk-full"}}', 'error  worse  facts={"code":"disk-full"}')
})

test('leaves alone what is no log line', () => {
	for (const line of ['Segmentation fault', '', '{"level":30', '[1]', 'null']) check(line, line)
})
