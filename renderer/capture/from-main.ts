import type { AppEvent } from '../../electron/contract/events.ts'
import type { RecordingAsk } from '../../electron/contract/recorder.ts'
import type { Recorder } from './recorder.ts'
import type { Recording } from './recording.ts'
import type { RecordingInput } from './recording-messages.ts'

/** What main tells all pages, as far as it is for the recording that is made here: news of it, or what another page asks. */
export type FromMain = { readonly type: 'news'; readonly input: RecordingInput } | { readonly type: 'asked'; readonly ask: RecordingAsk }

/** What `event` is for `recording`; null when it is nothing. */
export function fromMain(event: AppEvent, recording: Recording | null): FromMain | null {
	const mine = recording?.sources[0]?.recording
	switch (event.type) {
		case 'slept':
			return news({ type: 'slept', ms: event.ms })
		case 'recording-asked':
			return event.recording === mine ? { type: 'asked', ask: event.ask } : null
		case 'transcript':
			if (event.transcript.id !== mine || event.transcript.title === recording?.title) return null
			return news({ type: 'renamed', title: event.transcript.title })
		case 'mark':
			return event.transcript === mine ? news({ type: 'mark-changed', id: event.mark.id, note: event.mark.note }) : null
		case 'mark-removed':
			return event.transcript === mine ? news({ type: 'mark-removed', id: event.mark }) : null
		default:
			return null
	}
}

function news(input: RecordingInput): FromMain {
	return { type: 'news', input }
}

/** Another page wants something of whoever makes this recording. */
export function obey(recorder: Recorder, ask: RecordingAsk) {
	switch (ask.type) {
		case 'stop':
			return void recorder.stop()
		case 'pause':
			return void recorder.pause()
		case 'resume':
			return void recorder.resume()
		case 'mute':
			return recorder.mute(ask.on)
		case 'mark':
			return void recorder.mark(ask.note)
		default:
			return ask satisfies never
	}
}
