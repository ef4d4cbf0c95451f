import type { RecorderState } from '../../electron/contract/recorder.ts'
import { isClipping, isFlat, levelOf } from './loudness.ts'
import type { Recording } from './recording.ts'
import { shown } from './source.ts'
import { MS, type Timeline, usualLag } from './timeline.ts'
import { unsaved } from './unacknowledged.ts'

/** What main is told of a source when it is asked to begin or go on with it. */
export function askOf(recording: Recording, key: number) {
	const [whole] = recording.sources
	const source = recording.sources.find(each => each.key === key)
	if (!whole || !source) return null
	const { time, device, startedAt } = source
	const began = (time: Timeline) => (time.began ?? 0) + usualLag(time)
	const offset = Math.max(0, Math.round((began(time) - began(whole.time)) * MS))
	return {
		recording: source.recording,
		title: recording.title,
		device,
		startedAt: Math.round(key === whole.key ? recording.startedAt : (startedAt ?? recording.startedAt)),
		partOf: key === whole.key ? null : { whole: whole.recording, channel: source.channel, offset },
		microphone: source.channel === 'me' ? recording.options.microphone : null,
		continues: source.continues,
		wish: recording.options.wish ?? null
	}
}

/** As it is shown. */
export function shownRecording(recording: Recording): Partial<RecorderState> {
	const { phase, sources, muted, marks, title, startedAt, options } = recording
	const [whole] = sources
	if (!whole) return {}
	const { kept, loudness, status } = whole
	// Whichever channel can't be saved.
	const notSaved = sources.find(each => each.kept.problem !== null)?.kept.problem
	const isHeard = status === 'hearing' && phase !== 'stopping'
	return {
		phase,
		sources: sources.filter(each => each.ending === 'no' || each.key === whole.key).map(shown),
		muted,
		pausedAt: recording.pause?.wall ?? null,
		marks: [...marks].sort((a, b) => a.sample - b.sample),
		clipping: isHeard && !muted && isClipping(loudness),
		flat: isHeard && !muted && isFlat(loudness),
		id: whole.ending === 'done' && whole.kept.heard === 0 ? null : whole.recording,
		title,
		device: whole.device,
		microphone: options.microphone,
		startedAt,
		heard: whole.time.heard,
		unsaved: unsaved(kept),
		savedAt: kept.savedAt,
		holdUp: notSaved ?? (phase === 'stopping' || status === 'hearing' ? null : whole.problem),
		level: isHeard ? levelOf(loudness) : 0
	}
}
