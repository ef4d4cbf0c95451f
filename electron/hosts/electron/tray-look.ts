import type { RecorderState } from '../../contract/recorder.ts'
import type { IconState } from './icons.ts'
import type { Key, Words } from './messages/words.ts'

/** What the tray and the taskbar tell. */
export interface TrayLook {
	readonly state: IconState
	/** What is going on, in a few words. */
	readonly status: string
	readonly isRecording: boolean
}

type Recorder = Pick<RecorderState, 'phase' | 'holdUp'> & { readonly sources: readonly Pick<RecorderState['sources'][number], 'problem'>[] }

/** What of the recorder and the `jobs` under way is told where there is no window. What failed before anything was recorded the window says. */
export function lookOf({ phase, holdUp, sources }: Recorder, jobs: number, { t }: Words): TrayLook {
	const isRecording = phase === 'recording' || phase === 'paused'
	const look = (state: IconState, key: Key, args: Record<string, number> = {}) => ({ state, status: t(key, args), isRecording })
	if (phase === 'paused') return look('idle', 'tray.paused')
	if (isRecording && (holdUp !== null || sources.some(source => source.problem !== null))) return look('trouble', 'tray.trouble')
	if (isRecording) return look('recording', 'tray.recording')
	return jobs > 0 ? look('idle', 'tray.working', { jobs }) : look('idle', 'tray.idle')
}
