import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCommandLine } from './command-line.ts'
import { wordsFor } from './messages/words.ts'
import { tasksOf } from './tasks.ts'

test('the taskbar’s task starts Holdfast in the way that records, in the window’s language', () => {
	const [task] = tasksOf('C:\\Holdfast\\Holdfast.exe', wordsFor('zh-CN'))
	assert.ok(task)
	assert.equal(task.title, '录音')
	const line = readCommandLine([task.program, task.arguments], { packaged: true, cwd: '/' })
	assert.deepEqual([line.record, line.files], [true, []])
})
