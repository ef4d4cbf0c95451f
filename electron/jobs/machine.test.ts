import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Job, type JobEffect, type JobEvent, transition } from './machine.ts'

const problem = { code: 'unreadable', facts: {}, text: 'The file can’t be read.' }
const file: Job = { id: 'j', kind: 'file', state: 'queued', samples: 0, ended: false, cursor: 0, deathsHere: 0, problem: null }
const decoding: Job = { ...file, state: 'decoding', samples: 48_000, cursor: 16_000 }
const transcribing: Job = { ...decoding, state: 'transcribing', ended: true }
const recording: Job = { ...file, kind: 'recording', state: 'recording', samples: 48_000, cursor: 16_000 }
const recorded: Job = { ...recording, state: 'transcribing', ended: true }
const done: Job = { ...transcribing, state: 'done' }
const failed: Job = { ...transcribing, state: 'failed', problem }
const cancelled: Job = { ...decoding, state: 'cancelled' }

const save: JobEffect[] = [{ type: 'save' }]
const haltAndSave: JobEffect[] = [{ type: 'halt' }, { type: 'save' }]
const death = (culprit: boolean): JobEvent => ({ type: 'worker-died', culprit, limit: 3, problem })

/** Without a third column nothing changes and nothing is done. */
const cases: [name: string, job: Job, event: JobEvent, next?: Job, effects?: JobEffect[]][] = [
	['its turn has come: a file is decoded', file, { type: 'turn' }, { ...file, state: 'decoding' }, save],
	[
		'its turn has come, with all audio there: transcribed',
		{ ...file, ended: true },
		{ type: 'turn' },
		{ ...file, ended: true, state: 'transcribing' },
		save
	],
	['its turn comes twice', decoding, { type: 'turn' }],
	['a recording waits for no turn', recording, { type: 'turn' }],

	['audio comes', decoding, { type: 'grew', samples: 64_000 }, { ...decoding, samples: 64_000 }, []],
	['audio that is there already comes again', decoding, { type: 'grew', samples: 32_000 }],
	['audio comes when it is over', cancelled, { type: 'grew', samples: 64_000 }],

	[
		'a file’s audio ended',
		decoding,
		{ type: 'audio-ended', samples: 64_000 },
		{ ...decoding, state: 'transcribing', samples: 64_000, ended: true },
		save
	],
	[
		'a recording’s audio ended',
		recording,
		{ type: 'audio-ended', samples: 64_000 },
		{ ...recording, state: 'transcribing', samples: 64_000, ended: true },
		save
	],
	[
		'a recording’s audio ended that had no text: it is tried again',
		{ ...recording, problem },
		{ type: 'audio-ended', samples: 48_000 },
		{ ...recording, state: 'transcribing', ended: true },
		save
	],
	[
		'audio ended of one that failed meanwhile: it stays failed',
		{ ...failed, ended: false },
		{ type: 'audio-ended', samples: 48_000 },
		failed,
		save
	],

	[
		'a step moves the cursor and forgives deaths',
		{ ...transcribing, deathsHere: 2 },
		{ type: 'step', cursor: 32_000 },
		{ ...transcribing, cursor: 32_000 },
		[]
	],
	['a step comes twice', { ...transcribing, deathsHere: 2 }, { type: 'step', cursor: 16_000 }],
	['a step comes late', transcribing, { type: 'step', cursor: 8_000 }],

	['all is transcribed', { ...transcribing, problem }, { type: 'transcribed' }, done, save],
	['all that there is so far is transcribed, but more comes', decoding, { type: 'transcribed' }],
	['the same of a recording', recording, { type: 'transcribed' }],
	['done twice', done, { type: 'transcribed' }],

	['a file fails', decoding, { type: 'failed', problem }, { ...decoding, state: 'failed', problem }, haltAndSave],
	[
		'a recording’s text fails while it is made: the recording goes on',
		recording,
		{ type: 'failed', problem },
		{ ...recording, problem },
		save
	],
	['a recording’s text fails afterwards', recorded, { type: 'failed', problem }, { ...recorded, state: 'failed', problem }, haltAndSave],
	['what is done fails no more', done, { type: 'failed', problem }],

	['its worker dies', transcribing, death(true), { ...transcribing, deathsHere: 1 }, []],
	['its worker dies over another job', transcribing, death(false)],
	[
		'its worker dies a third time at one place',
		{ ...transcribing, deathsHere: 2 },
		death(true),
		{ ...transcribing, deathsHere: 3, state: 'failed', problem },
		haltAndSave
	],
	[
		'the same while it is decoded',
		{ ...decoding, deathsHere: 2 },
		death(true),
		{ ...decoding, deathsHere: 3, state: 'failed', problem },
		haltAndSave
	],
	[
		'the same while it is recorded: the recording goes on',
		{ ...recording, deathsHere: 7 },
		death(true),
		{ ...recording, deathsHere: 8 },
		[]
	],
	[
		'the same after it was recorded',
		{ ...recorded, deathsHere: 2 },
		death(true),
		{ ...recorded, deathsHere: 3, state: 'failed', problem },
		haltAndSave
	],
	['a worker dies over what is over', cancelled, death(true)],

	['a waiting file is cancelled', file, { type: 'cancel' }, { ...file, state: 'cancelled' }, haltAndSave],
	['a running file is cancelled', transcribing, { type: 'cancel' }, { ...transcribing, state: 'cancelled' }, haltAndSave],
	['a recording is not cancelled while it is made', recording, { type: 'cancel' }],
	['what is over is not cancelled', failed, { type: 'cancel' }],

	[
		'a failed file is tried again: it waits in line',
		{ ...failed, deathsHere: 3 },
		{ type: 'retry' },
		{ ...failed, state: 'queued', problem: null },
		save
	],
	['a cancelled file is tried again', cancelled, { type: 'retry' }, { ...cancelled, state: 'queued' }, save],
	['a failed recording is tried again: it waits for nobody', { ...recorded, state: 'failed', problem }, { type: 'retry' }, recorded, save],
	['what runs is not tried again', transcribing, { type: 'retry' }],
	['what is done is not tried again', done, { type: 'retry' }],

	['main finds a file that was being decoded', decoding, { type: 'found' }, { ...decoding, state: 'queued' }, save],
	['main finds a file that was being transcribed', transcribing, { type: 'found' }, { ...transcribing, state: 'queued' }, save],
	['main finds a file that waits', file, { type: 'found' }],
	['main finds an open recording: its page may come back', recording, { type: 'found' }],
	['main finds a recording that was being transcribed', recorded, { type: 'found' }]
]

for (const [name, job, event, next = job, effects = []] of cases) {
	test(name, () => {
		assert.deepEqual(transition(job, event), [next, effects])
	})
}
