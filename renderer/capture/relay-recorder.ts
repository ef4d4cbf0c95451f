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
	/** While a recording is being taken up: what is wanted of it waits. */
	let entering: Promise<void> | null = null
	const enter = (going: Promise<void>) => {
		entering = going
		return going.then(() => {
			entering = null
		})
	}
	line.listen(raw => {
		const message = v.parse(ToRecorder, raw)
		if (entering && message.type !== 'look') void entering.then(() => obey(message))
		else obey(message)
	})
	const obey = (message: ToRecorder) => {
		switch (message.type) {
			case 'look':
				return tell(true)
			case 'meter':
				return recorder.meter(message.options)
			case 'start':
				return answer(message.n, recorder.start(message.title, message.options))
			case 'stop':
				return answer(message.n, recorder.stop())
			case 'pause':
				return answer(message.n, recorder.pause())
			case 'resume':
				return answer(message.n, recorder.resume())
			case 'mute':
				return recorder.mute(message.on)
			case 'mark':
				return answer(message.n, recorder.mark(message.note, message.mark))
			case 'change-mark':
				return recorder.changeMark(message.mark, message.note)
			case 'remove-mark':
				return recorder.removeMark(message.mark)
			case 'choose':
				return recorder.choose(message.microphone)
			case 'add-system-audio':
				return answer(message.n, recorder.addSystemAudio())
			case 'drop-system-audio':
				return recorder.dropSystemAudio()
			case 'go-on':
				return answer(message.n, enter(recorder.goOn(message.interrupted)))
			case 'take-up':
				return void enter(recorder.goOn(message.interrupted, (recording, from, to) => line.send({ type: 'lost', recording, from, to })))
			case 'forget-problem':
				return recorder.forgetProblem()
			default:
				return message satisfies never
		}
	}
	const answer = (n: string, deed: Promise<unknown>) =>
		void deed.then(() => {
			tell(false)
			line.send({ type: 'done', n })
		})
	line.send({ type: 'ready' })
}
