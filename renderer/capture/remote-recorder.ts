import * as v from 'valibot'
import { type FromWindow, idleRecorder, type RecorderState, ToWindow } from '../../electron/contract/recorder.ts'
import type { Problem } from '../api/problem.ts'
import type { Recorder } from './recorder.ts'

/** The line to the page that records. Main passes on what both say, and speaks for that page while it is being brought back. */
export interface RecorderLine {
	send(message: FromWindow): void
	/** Called once; messages come unparsed. */
	listen(listener: (raw: unknown) => void): void
}

/**
 * The recorder is a page of its own: it goes on when this one crashes, hangs or is loaded anew. `violation` hears of what could not be
 * understood.
 */
export function createRemoteRecorder(line: RecorderLine, violation: (problem: Problem) => void): Recorder {
	let now: RecorderState = idleRecorder
	const peaks: number[] = []
	const watchers = new Set<() => void>()
	const waiting = new Map<string, () => void>()

	line.listen(raw => {
		const parsed = v.safeParse(ToWindow, raw)
		if (!parsed.success) return violation(notUnderstood(v.summarize(parsed.issues)))
		const message = parsed.output
		switch (message.type) {
			case 'state':
				now = message.state
				if (message.fresh) peaks.length = 0
				peaks.push(...message.peaks)
				for (const changed of watchers) changed()
				return
			case 'done':
				waiting.get(message.n)?.()
				waiting.delete(message.n)
				return
			default:
				message satisfies never
		}
	})
	const ask = (message: (n: string) => FromWindow) =>
		new Promise<void>(resolve => {
			const n = crypto.randomUUID()
			waiting.set(n, resolve)
			line.send(message(n))
		})
	// A recording may be under way: this page may be one that came back.
	line.send({ type: 'look' })

	return {
		get now() {
			return now
		},
		peaks,
		holdsAudio: false,
		watch(changed) {
			watchers.add(changed)
			return () => watchers.delete(changed)
		},
		meter: options => line.send({ type: 'meter', options }),
		start: (title, options) => ask(n => ({ type: 'start', n, title, options })),
		stop: () => ask(n => ({ type: 'stop', n })),
		pause: () => ask(n => ({ type: 'pause', n })),
		resume: () => ask(n => ({ type: 'resume', n })),
		mute: on => line.send({ type: 'mute', on }),
		async mark(note) {
			const mark = crypto.randomUUID()
			await ask(n => ({ type: 'mark', n, mark, note }))
			return now.marks.find(each => each.id === mark) ?? null
		},
		changeMark: (mark, note) => line.send({ type: 'change-mark', mark, note }),
		removeMark: mark => line.send({ type: 'remove-mark', mark }),
		choose: microphone => line.send({ type: 'choose', microphone }),
		addSystemAudio: () => ask(n => ({ type: 'add-system-audio', n })),
		dropSystemAudio: () => line.send({ type: 'drop-system-audio' }),
		goOn: interrupted => ask(n => ({ type: 'go-on', n, interrupted: [...interrupted] })),
		forgetProblem: () => line.send({ type: 'forget-problem' })
	}
}

function notUnderstood(detail: string): Problem {
	return {
		code: 'protocol-violation',
		facts: { detail },
		text: `The recorder sent something that this page does not understand (${detail}). Reload the page; if it comes back, please report it.`
	}
}
