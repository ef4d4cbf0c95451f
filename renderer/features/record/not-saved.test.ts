import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecorderState } from '../../../electron/contract/recorder.ts'
import { plainOptions } from '../../capture/recorder.ts'
import { newRecording } from '../../capture/recording.ts'
import { shownRecording } from '../../capture/shown-recording.ts'
import { notSavedFor } from './not-saved.ts'

const full = { code: 'disk-full', facts: {}, text: 'Full.' }
const lost = { code: 'microphone-lost', facts: {}, text: 'Gone.' }

const cases: readonly [what: string, holdUp: RecorderState['holdUp'], microphone: RecorderState['holdUp'], expected: string | null][] = [
	['all is well', null, null, null],
	['the disk is full', full, null, 'disk-full'],
	['the microphone is gone', lost, lost, null],
	['both', full, lost, 'disk-full']
]
for (const [what, holdUp, problem, expected] of cases) {
	test(`why sound can’t be saved when ${what}`, () => {
		const moment = { at: 0, wall: 0, newId: () => '' }
		const { sources = [] } = shownRecording(newRecording({ title: '', options: plainOptions(null), device: null, up: true }, moment))
		assert.equal(notSavedFor({ holdUp, sources: sources.map(each => ({ ...each, problem })) })?.code ?? null, expected)
	})
}
