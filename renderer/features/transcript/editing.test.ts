import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SegmentRecord } from '../../../electron/contract/records.ts'
import { noDetail } from '../../stores/transcript-detail.ts'
import { arrangeTranscript } from './arrange.ts'
import { editingOf, keptIn } from './editing.ts'

const segment = (from: number, transcript = 't') =>
	({ transcript, from, to: from + 10, text: 'said', words: [] }) as unknown as SegmentRecord
const part = { ...noDetail, id: 'p', channel: 'others' as const, offset: 0, segments: [segment(22, 'p')] }
const linesAt = (...begins: number[]) => arrangeTranscript({ ...noDetail, segments: begins.map(from => segment(from)), parts: [part] })

test('the line that is written in stays while it is there', () => {
	const editing = editingOf(segment(20), 3)
	assert.equal(keptIn(linesAt(0, 20), editing), editing)
})

test('when all text was replaced, one goes on in the line of that channel that has its place', () => {
	const heir = (...begins: number[]) => keptIn(linesAt(...begins), editingOf(segment(25), 3))?.name
	assert.equal(heir(0, 20, 30), 't 20 0 0')
	assert.equal(heir(30, 40), 't 30 0 0')
	assert.equal(heir(), undefined)
})
