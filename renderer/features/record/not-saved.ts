import type { RecorderState } from '../../../electron/contract/recorder.ts'
import type { Problem } from '../../api/problem.ts'

/** Why sound can't be saved now, by main's word; null when it can, main is silent, or what holds it up is a device's trouble. */
export function notSavedFor({ holdUp, sources }: Pick<RecorderState, 'holdUp' | 'sources'>): Problem | null {
	return sources.some(source => source.problem?.code === holdUp?.code) ? null : holdUp
}
