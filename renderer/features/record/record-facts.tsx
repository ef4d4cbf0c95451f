import { useRef } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { seconds } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { summarizeHealth } from '../../stores/health.ts'
import { useNow } from '../../ui/use-now.ts'
import { secondsBehind } from './behind.ts'
import { notSavedFor } from './not-saved.ts'

/** More than this unsaved is worth a word: chunks are on disk within a few ms when all is well. */
const UNSAVED_SECONDS = 1

/** Beside the waveform: is it on disk, does the text keep up, how long is there room. */
export function RecordFacts() {
	return (
		<div className="record-facts">
			<Saved />
			<Behind />
			<Room />
		</div>
	)
}

function Saved() {
	const { recording } = useApp()
	const { t, number } = useWords()
	const isRefused = useFrom(recording, state => notSavedFor(state) !== null)
	const now = useNow(500)
	const { unsaved, savedAt, phase } = recording.getState()
	const behind = seconds(unsaved)
	if (behind > UNSAVED_SECONDS)
		return <span className="hint warn">{t(isRefused ? 'record.unsaved' : 'record.behind', { seconds: number(behind) })}</span>
	if (phase === 'paused') return <span className="hint saved">{t('record.pausedState')}</span>
	if (savedAt === null) return <span className="hint saved">{t('record.saving')}</span>
	return <span className="hint saved">{t('record.savedNow', { seconds: number(Math.max(0.1, (now - savedAt) / 1000), 1) })}</span>
}

/** Nothing while the text keeps up. */
function Behind() {
	const { recording, transcripts, health } = useApp()
	const { t, number } = useWords()
	useNow(1_000)
	const late = useRef(false)
	const { id, heard, unsaved } = recording.getState()
	const transcript = useFrom(transcripts, state => (id === null ? undefined : state.transcripts?.[id]))
	const looked = useFrom(transcripts, state => (id === null ? null : (state.partials[id]?.to ?? null)))
	const engine = useFrom(health, state => summarizeHealth(state.processes).is)
	if (transcript === undefined) return null
	const listening = engine === 'ready' || engine === 'unknown'
	// What main has not got, the engine can't have read: that is said as such.
	const behind = secondsBehind(heard - unsaved, { cursor: transcript.cursor, looked, listening, late: late.current })
	late.current = behind > 0
	if (behind === 0) return null
	return <span className="hint warn">{listening ? t('record.behindText', { seconds: number(behind) }) : t('record.engineDown')}</span>
}

function Room() {
	const { disk } = useApp()
	const { t } = useWords()
	const room = useFrom(disk, state => state.disk)
	// Less than an hour is said above, as a sentence.
	if (room === null || room.hoursLeft < 1) return null
	return <span className="hint room">{t('record.roomHours', { hours: Math.floor(Math.min(room.hoursLeft, 9_999)) })}</span>
}
