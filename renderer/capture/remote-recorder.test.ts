import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { type FromRecorder, type FromWindow, type Interrupted, idleRecorder, type RecorderState } from '../../electron/contract/recorder.ts'
import type { LocalRecorder } from './local-recorder.ts'
import { plainOptions } from './recorder.ts'
import { relayRecorder } from './relay-recorder.ts'
import { createRemoteRecorder } from './remote-recorder.ts'

const id = '0b5c2d1e-0000-4000-8000-000000000001'
const recording: RecorderState = { ...idleRecorder, phase: 'recording', id, title: 'A talk', startedAt: 5 }

/** A recorder that hears nothing by itself: a test says what it does. */
function scriptedRecorder() {
	const peaks: number[] = []
	const did: string[] = []
	let now = idleRecorder
	let changed = () => {}
	const become = (state: RecorderState, ...newPeaks: number[]) => {
		now = state
		peaks.push(...newPeaks)
		changed()
	}
	const recorder: LocalRecorder = {
		get now() {
			return now
		},
		peaks,
		holdsAudio: true,
		watch(listener) {
			changed = listener
			return () => {}
		},
		async start(title, options) {
			did.push(`start ${title} with ${options.microphone}`)
			peaks.length = 0
			become(recording)
		},
		async stop() {
			did.push('stop')
			become(idleRecorder)
		},
		async goOn(interrupted, lost) {
			const [{ samples } = { samples: 0 }] = interrupted
			did.push(`go on at ${samples}`)
			become(recording)
			lost?.(id, samples, samples + 800)
		},
		async mark(note, mark = 'none') {
			const set = { id: mark, kind: 'mark' as const, sample: now.heard, ms: 0, note }
			become({ ...now, marks: [...now.marks, set] })
			return set
		},
		meter: options => did.push(`meter ${options?.microphone ?? 'off'}`),
		async pause() {
			did.push('pause')
		},
		async resume() {
			did.push('resume')
		},
		mute: on => did.push(`mute ${on}`),
		changeMark: (_mark, note) => did.push(`note ${note}`),
		removeMark: () => did.push('remove mark'),
		choose: microphone => did.push(`choose ${microphone}`),
		async addSystemAudio() {
			did.push('add system audio')
		},
		dropSystemAudio: () => did.push('drop system audio'),
		comeBack: async () => {},
		event: () => {},
		forgetProblem: () => did.push('forget'),
		lineUp: () => {},
		lineLost: () => {},
		saved: () => {},
		notSaved: () => {}
	}
	return { recorder, become, did }
}

/** The two pages with main between them, as it is when nobody dies. */
function twoPages() {
	const { recorder, become, did } = scriptedRecorder()
	const toMain: FromRecorder[] = []
	let recorderHears = (_raw: unknown) => {}
	let windowHears = (_raw: unknown) => {}
	const windows = () =>
		createRemoteRecorder(
			{
				send: (message: FromWindow) => recorderHears(structuredClone(message)),
				listen: listener => {
					windowHears = listener
				}
			},
			problem => did.push(problem.code)
		)
	relayRecorder(recorder, {
		send: message => {
			toMain.push(message)
			if (message.type === 'state' || message.type === 'done') windowHears(structuredClone(message))
		},
		listen: listener => {
			recorderHears = listener
		}
	})
	return { become, did, toMain, windows, say: (raw: unknown) => windowHears(raw), order: (raw: unknown) => recorderHears(raw) }
}

test('a window records by another page, and can’t tell', async () => {
	const { windows, become, did, toMain } = twoPages()
	assert.deepEqual(toMain, [{ type: 'ready' }])
	const remote = windows()
	const phases: string[] = []
	remote.watch(() => phases.push(remote.now.phase))
	await remote.start('A talk', plainOptions('mic'))
	assert.equal(remote.now.id, id, 'it is under way when the promise says so')
	become({ ...recording, heard: 1_600 }, 0.1, 0.2)
	become({ ...recording, heard: 1_600, savedAt: 9 })
	await turn()
	assert.deepEqual([remote.now.heard, remote.now.savedAt, remote.peaks], [1_600, 9, [0.1, 0.2]])
	assert.equal(remote.holdsAudio, false, 'leaving this page loses nothing')
	await remote.stop()
	remote.forgetProblem()
	assert.deepEqual(did, ['start A talk with mic', 'stop', 'forget'])
	assert.deepEqual([phases.at(0), phases.at(-1)], ['recording', 'idle'])
})

test('a window that was loaded anew sees the recording under way, with what was heard last', async () => {
	const { windows, become } = twoPages()
	await windows().start('A talk', plainOptions(null))
	become({ ...recording, heard: 800_000 }, ...Array.from({ length: 1_000 }, (_, i) => i / 1_000))
	await turn()
	const again = windows()
	assert.deepEqual([again.now.heard, again.peaks.length, again.peaks.at(-1)], [800_000, 600, 0.999])
	become({ ...recording, heard: 801_600 }, 1)
	await turn()
	assert.deepEqual([again.peaks.length, again.peaks.at(-1)], [601, 1])
	// A new recording begins with nothing of the old one.
	await again.start('Another', plainOptions(null))
	assert.deepEqual(again.peaks, [])
})

test('everything else that a window can want is passed on, and a mark is given back', async () => {
	const { windows, did } = twoPages()
	const remote = windows()
	remote.meter(plainOptions('mic'))
	await remote.start('A talk', plainOptions('mic'))
	await remote.pause()
	await remote.resume()
	remote.mute(true)
	const mark = await remote.mark('here')
	assert.deepEqual([mark?.note, mark?.kind], ['here', 'mark'])
	remote.changeMark(mark?.id ?? '', 'there')
	remote.removeMark(mark?.id ?? '')
	remote.choose(null)
	await remote.addSystemAudio()
	remote.dropSystemAudio()
	remote.meter(null)
	assert.deepEqual(did, [
		'meter mic',
		'start A talk with mic',
		'pause',
		'resume',
		'mute true',
		'note there',
		'remove mark',
		'choose null',
		'add system audio',
		'drop system audio',
		'meter off'
	])
})

test('what a window wants while a recording is being taken up waits until it is', async () => {
	const { order, did } = twoPages()
	order({ type: 'take-up', interrupted: [] })
	order({ type: 'mute', on: true })
	assert.deepEqual(did, ['go on at 0'])
	await turn()
	assert.deepEqual(did, ['go on at 0', 'mute true'])
})

test('a recorder told to go on does, and says what nobody heard', () => {
	const { order, did, toMain } = twoPages()
	const interrupted: Interrupted = {
		recording: id,
		title: 'A talk',
		device: null,
		microphone: null,
		startedAt: 5,
		samples: 16_000,
		savedAt: 6,
		stopping: false,
		pausedAt: null,
		partOf: null,
		holdUp: { code: 'recorder-restarting', facts: {}, text: 'It is started again.' }
	}
	order({ type: 'take-up', interrupted: [interrupted] })
	assert.deepEqual(did, ['go on at 16000'])
	assert.deepEqual(toMain.at(-1), { type: 'lost', recording: id, from: 16_000, to: 16_800 })
	assert.throws(() => order({ type: 'sing' }))
})

test('nonsense is told and changes nothing', () => {
	const { windows, say, did } = twoPages()
	const remote = windows()
	say({ type: 'state', state: { phase: 'singing' } })
	assert.deepEqual([did, remote.now], [['protocol-violation'], idleRecorder])
})
