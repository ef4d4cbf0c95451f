import * as v from 'valibot'
import { type FromRecorder, ToRecorder } from '../../electron/contract/recorder.ts'
import type { LocalRecorder } from './local-recorder.ts'

/** Peaks that a window which knows nothing is given: half a minute, more than any window draws. */
const PEAKS_TOLD = 600

/** The page's line to main and, through it, to whatever window there is. */
export interface WindowsLine {
	send(message: FromRecorder): void
	/** Called once; messages come unparsed. */
	listen(listener: (raw: unknown) => void): void
}

/** Puts a recorder at the disposal of a window in another process: does what it says, and tells all changes. Throws on what main may not say: a bug. */
export function relayRecorder(recorder: LocalRecorder, line: WindowsLine): void {
	let told = 0
	let telling = false
	const tell = (fresh: boolean) => {
		const { peaks } = recorder
		// A new recording began, or what lies before was let go.
		const from = fresh || told > peaks.length ? Math.max(0, peaks.length - PEAKS_TOLD) : told
		line.send({ type: 'state', state: recorder.now, peaks: peaks.slice(from), fresh: fresh || told > peaks.length })
		told = peaks.length
	}
	recorder.watch(() => {
		if (telling) return
		telling = true
		// One chunk changes several things: told once.
		queueMicrotask(() => {
			telling = false
			tell(false)
		})
	})
	line.listen(raw => {
		const message = v.parse(ToRecorder, raw)
		switch (message.type) {
			case 'look':
				return tell(true)
			case 'start':
				return void recorder.start(message.title, message.microphone).then(() => done(message.n))
			case 'stop':
				return void recorder.stop().then(() => done(message.n))
			case 'forget-problem':
				return recorder.forgetProblem()
			case 'resume':
				return void recorder.resume(message.interrupted, (recording, from, to) => line.send({ type: 'lost', recording, from, to }))
			default:
				return message satisfies never
		}
	})
	const done = (n: string) => {
		tell(false)
		line.send({ type: 'done', n })
	}
	line.send({ type: 'ready' })
}
