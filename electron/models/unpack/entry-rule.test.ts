import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeEntry, judgeSize } from './entry-rule.ts'

const cases: [path: string, is: 'file' | 'folder' | 'link' | 'other', means: string][] = [
	['whisper-tiny/tiny-encoder.int8.onnx', 'file', 'tiny-encoder.int8.onnx'],
	['./tokens.txt', 'file', 'tokens.txt'],
	['whisper-tiny/', 'folder', 'skip'],
	['whisper-tiny/test_wavs/0.onnx', 'file', 'skip'],
	['whisper-tiny/0.wav', 'file', 'skip'],
	['whisper-tiny/export.py', 'file', 'skip'],
	['whisper-tiny/._tokens.txt', 'file', 'skip'],
	['../tokens.txt', 'file', 'outside'],
	['a/../../tokens.txt', 'file', 'outside'],
	['a/..', 'folder', 'outside'],
	['/etc/cron.d/x', 'file', 'outside'],
	['C:\\windows\\x.onnx', 'file', 'outside'],
	['C:x.onnx', 'file', 'outside'],
	['a\\..\\x.onnx', 'file', 'outside'],
	['a/tokens.txt\0.onnx', 'file', 'outside'],
	['a/tokens.txt', 'link', 'link'],
	['a/null', 'other', 'device']
]
for (const [path, is, means] of cases)
	test(`${JSON.stringify(path)}, a ${is}: ${means}`, () => {
		const verdict = judgeEntry({ path, is, bytes: 1 })
		assert.equal(verdict.is === 'take' ? verdict.name : verdict.is === 'hostile' ? verdict.why : 'skip', means)
	})

test('an archive may grow as those of models do, and no more', () => {
	assert.equal(judgeSize(3, 700_000_000, 480_000_000), null)
	assert.equal(judgeSize(3, 40_000_000, 1_000), null)
	assert.deepEqual(
		[judgeSize(3, 1_000_000_000, 1_000_000), judgeSize(3, 11_000_000_000, 5_000_000_000), judgeSize(2_001, 1, 1)],
		['bomb', 'large', 'many']
	)
})
