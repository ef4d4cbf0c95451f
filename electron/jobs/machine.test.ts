import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MOST_QUARANTINES } from '../supervisor/child-specs.ts'
import { type Job, type JobEffect, type JobEvent, transition } from './machine.ts'
import { type BlamedDeath, NO_TROUBLE, type Trouble } from './quarantine.ts'

const problem = { code: 'unreadable', facts: {}, text: 'The file can’t be read.' }
const file: Job = { id: 'j', kind: 'file', state: 'queued', samples: 0, ended: false, cursor: 0, trouble: NO_TROUBLE, problem: null }
const decoding: Job = { ...file, state: 'decoding', samples: 48_000, cursor: 16_000 }
const transcribing: Job = { ...decoding, state: 'transcribing', ended: true }
const recording: Job = { ...file, kind: 'recording', state: 'recording', samples: 48_000, cursor: 16_000 }
const recorded: Job = { ...recording, state: 'transcribing', ended: true }
const done: Job = { ...transcribing, state: 'done' }
const failed: Job = { ...transcribing, state: 'failed', problem }
const cancelled: Job = { ...decoding, state: 'cancelled' }
const paused: Job = { ...decoding, state: 'paused' }

const save: JobEffect[] = [{ type: 'save' }]
const haltAndSave: JobEffect[] = [{ type: 'halt' }, { type: 'save' }]
const place = { from: 32_000, to: 40_000 }
const engineDied = (range: BlamedDeath['range'] = place, activity = 'transcribing'): JobEvent => ({
	type: 'worker-died',
	death: { worker: 'engine', activity, range },
	problem
})
const decoderDied: JobEvent = { type: 'worker-died', death: { worker: 'decoder', activity: 'decoding-file', range: null }, problem }
const troubled = (job: Job, trouble: Partial<Trouble>): Job => ({ ...job, trouble: { ...NO_TROUBLE, ...trouble } })

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

	['it is paused while its audio is read', decoding, { type: 'pause' }, { ...decoding, state: 'paused' }, haltAndSave],
	['it is paused while its text comes', transcribing, { type: 'pause' }, { ...transcribing, state: 'paused' }, haltAndSave],
	['it is paused in line', file, { type: 'pause' }, { ...file, state: 'paused' }, haltAndSave],
	['it is paused twice', paused, { type: 'pause' }],
	['a recording is paused elsewhere', recording, { type: 'pause' }],
	['it is paused when it is over', done, { type: 'pause' }],
	['it goes on: back into line', paused, { type: 'resume' }, { ...paused, state: 'queued' }, save],
	['a recording’s text goes on', { ...recorded, state: 'paused' }, { type: 'resume' }, recorded, save],
	['it goes on that was not paused', transcribing, { type: 'resume' }],
	['main starts, and it is paused', paused, { type: 'found' }],
	['it is paused, and no turn comes', paused, { type: 'turn' }],
	['it is paused and cancelled', paused, { type: 'cancel' }, { ...paused, state: 'cancelled' }, haltAndSave],
	['the queue waits, and a file that is read', decoding, { type: 'wait' }, { ...decoding, state: 'queued' }, haltAndSave],
	['the queue waits, not a recording', recorded, { type: 'wait' }],
	['the queue waits, and so it did', file, { type: 'wait' }],

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
		troubled(transcribing, { engine: 1, passed: 2 }),
		{ type: 'step', cursor: 32_000 },
		troubled({ ...transcribing, cursor: 32_000 }, { passed: 2 }),
		[]
	],
	[
		'a step before a place that kills: it is avoided still',
		troubled(transcribing, { avoid: place }),
		{ type: 'step', cursor: 24_000 },
		troubled({ ...transcribing, cursor: 24_000 }, { avoid: place }),
		[]
	],
	[
		'text came where showing it early killed: what comes now is shown again',
		troubled(recording, { partials: false }),
		{ type: 'step', cursor: 32_000 },
		{ ...recording, cursor: 32_000 },
		[{ type: 'ask-anew' }]
	],
	[
		'the same after it was recorded: nothing is shown early any more',
		troubled(recorded, { partials: false }),
		{ type: 'step', cursor: 32_000 },
		{ ...recorded, cursor: 32_000 },
		[]
	],
	['a step comes twice', troubled(transcribing, { engine: 1 }), { type: 'step', cursor: 16_000 }],
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

	[
		'all before a place that kills is transcribed: now it is passed over',
		troubled(transcribing, { avoid: place }),
		{ type: 'transcribed' },
		troubled(transcribing, { avoid: place }),
		[{ type: 'pass-over', ...place }]
	],
	['the same of one that is over', troubled(cancelled, { avoid: place }), { type: 'transcribed' }],
	[
		'the place is passed over: what lies behind is asked for as usual',
		troubled(transcribing, { passed: 1, avoid: place, partials: false }),
		{ type: 'passed', cursor: 40_000 },
		troubled({ ...transcribing, cursor: 40_000 }, { passed: 1 }),
		[]
	],
	[
		'the place held no audio: it is forgotten, and nothing is settled by it',
		troubled(recording, { passed: 1, avoid: place }),
		{ type: 'passed', cursor: 16_000 },
		troubled(recording, { passed: 1 }),
		[]
	],

	['its engine dies: once may be chance', transcribing, engineDied(), troubled(transcribing, { engine: 1 }), []],
	[
		'its engine dies again: the place is known, and what lies before it comes first',
		troubled(transcribing, { engine: 1 }),
		engineDied(),
		troubled(transcribing, { passed: 1, avoid: place }),
		[]
	],
	[
		'nothing lies before it: passed over at once',
		troubled({ ...transcribing, cursor: 32_000 }, { engine: 1 }),
		engineDied(),
		troubled({ ...transcribing, cursor: 32_000 }, { passed: 1, avoid: place }),
		[{ type: 'pass-over', ...place }]
	],
	[
		'it dies again without a word where: it fails',
		troubled(transcribing, { engine: 1 }),
		engineDied(null),
		troubled({ ...transcribing, state: 'failed', problem }, { engine: 2 }),
		haltAndSave
	],
	[
		'the same while it is recorded: the recording goes on, its text waits',
		troubled(recording, { engine: 1 }),
		engineDied(null),
		troubled({ ...recording, problem }, { engine: 2 }),
		save
	],
	[
		'too many places kill: it fails',
		troubled(transcribing, { engine: 1, passed: MOST_QUARANTINES }),
		engineDied(),
		troubled({ ...transcribing, state: 'failed', problem }, { engine: 2, passed: MOST_QUARANTINES }),
		haltAndSave
	],
	[
		'its audio ended, and its text had to wait: tried again, and the first death counts as one',
		troubled({ ...recording, problem }, { engine: 2, passed: 3 }),
		{ type: 'audio-ended', samples: 48_000 },
		troubled(recorded, { passed: 3 }),
		save
	],
	['its decoder dies: once may be chance', decoding, decoderDied, troubled(decoding, { decoder: 1 }), []],
	[
		'then more audio comes: that was chance',
		troubled(decoding, { decoder: 1 }),
		{ type: 'grew', samples: 64_000 },
		{ ...decoding, samples: 64_000 },
		[]
	],
	[
		'its decoder dies again: the next one may get through',
		troubled(decoding, { decoder: 1 }),
		decoderDied,
		troubled(decoding, { decoder: 2, cut: problem }),
		[]
	],
	[
		'that one goes on behind it, and what goes wrong then is another matter',
		troubled(decoding, { decoder: 2, cut: problem }),
		{ type: 'grew', samples: 64_000 },
		{ ...troubled(decoding, { decoder: 2 }), samples: 64_000 },
		[]
	],
	[
		'that one can’t: what was read is all there is',
		troubled(decoding, { decoder: 2, cut: problem }),
		{ type: 'failed', problem: { ...problem, code: 'source-changed' }, reading: true },
		troubled(decoding, { decoder: 2 }),
		[{ type: 'cut-short', problem }]
	],
	[
		'meanwhile the engine fails',
		troubled(decoding, { decoder: 2, cut: problem }),
		{ type: 'failed', problem },
		{ ...troubled(decoding, { decoder: 2, cut: problem }), state: 'failed', problem },
		haltAndSave
	],
	[
		'the same when nothing was read: another decoder may get through',
		troubled({ ...decoding, samples: 0, cursor: 0 }, { decoder: 1 }),
		decoderDied,
		troubled({ ...decoding, samples: 0, cursor: 0 }, { decoder: 2 }),
		[]
	],
	['a worker dies over what is over', cancelled, engineDied()],

	['a waiting file is cancelled', file, { type: 'cancel' }, { ...file, state: 'cancelled' }, haltAndSave],
	['a running file is cancelled', transcribing, { type: 'cancel' }, { ...transcribing, state: 'cancelled' }, haltAndSave],
	['a recording is not cancelled while it is made', recording, { type: 'cancel' }],
	['what is over is not cancelled', failed, { type: 'cancel' }],

	[
		'a failed file is tried again: it waits in line',
		troubled(failed, { engine: 2, passed: 21 }),
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
	['main finds one whose text had to wait: it is tried', { ...recording, problem }, { type: 'found' }, recording, save],
	['main finds a recording that was being transcribed', recorded, { type: 'found' }]
]

for (const [name, job, event, next = job, effects = []] of cases) {
	test(name, () => {
		assert.deepEqual(transition(job, event), [next, effects])
	})
}
