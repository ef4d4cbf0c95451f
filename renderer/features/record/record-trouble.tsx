import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Source } from '../../../electron/contract/recorder.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Note } from '../../ui/controls.tsx'
import { useNow } from '../../ui/use-now.ts'
import { MicrophoneChoice } from './microphone-choice.tsx'
import { notSavedFor } from './not-saved.ts'
import { SystemSettingsButton } from './system-settings-button.tsx'

/** Above the transport: what keeps this recording from hearing, saving or going on, and what can be done about it. */
export function RecordTrouble() {
	const { recording, disk } = useApp()
	const words = useWords()
	const { t, bytes } = words
	const channels = useStore(
		recording,
		useShallow(state => state.sources.map(source => source.channel))
	)
	const notSaved = useFrom(recording, notSavedFor)
	const flat = useFrom(recording, state => state.flat && !state.muted && state.phase === 'recording')
	const clipping = useFrom(recording, state => state.clipping && state.phase === 'recording')
	const deaf = useFrom(recording, state => state.sources.some(isDeaf))
	const room = useFrom(disk, state => state.disk)
	return (
		<>
			{channels.map(channel => (
				<SourceTrouble key={channel} channel={channel} />
			))}
			{/* What a source has to say is said there. */}
			{notSaved && <Note tone="warn">{words.problem(notSaved)}</Note>}
			{flat && !deaf && (
				<Note tone="warn" actions={<MicrophoneChoice />}>
					{t('record.flat')}
				</Note>
			)}
			{clipping && <Note tone="warn">{t('record.clipping')}</Note>}
			{room !== null && room.hoursLeft < 1 && (
				<Note tone="warn">{t('record.roomMinutes', { minutes: Math.floor(room.hoursLeft * 60), free: bytes(room.free) })}</Note>
			)}
		</>
	)
}

function isDeaf(source: Source): boolean {
	return source.state === 'lost' || source.state === 'held'
}

/** A microphone or a shared sound that is not heard any more: for how long, and another way. That it is gone is said aloud by the announcer. */
function SourceTrouble({ channel }: { readonly channel: Source['channel'] }) {
	const { recording } = useApp()
	const words = useWords()
	const { t } = words
	const [state, device, since, problem] = useStore(
		recording,
		useShallow(all => {
			const source = all.sources.find(each => each.channel === channel)
			return [source?.state, source?.device ?? null, source?.since ?? null, source?.problem ?? null] as const
		})
	)
	const deaf = state === 'lost' || state === 'held'
	if (!deaf && problem === null) return null
	return (
		<Note
			tone="warn"
			actions={
				channel === 'me' ? (
					<MicrophoneChoice />
				) : (
					<>
						<Button onClick={() => void recording.addSystemAudio()}>{t('record.shareAgain')}</Button>
						{problem !== null && <SystemSettingsButton problem={problem} />}
						<Button onClick={() => recording.dropSystemAudio()}>{t('record.goOnWithout')}</Button>
					</>
				)
			}
		>
			{problem === null ? t('record.notHeard', { channel, device: device ?? 'none' }) : words.problem(problem)}
			{deaf && since !== null && <Since since={since} />}
		</Note>
	)
}

function Since({ since }: { readonly since: number }) {
	const { t, duration } = useWords()
	const now = useNow(1_000)
	return <> {t('record.since', { time: duration(now - since) })}</>
}
