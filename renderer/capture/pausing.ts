import { closeGaps } from './ending.ts'
import { skip } from './source.ts'
import type { Step } from './step.ts'
import { MS } from './timeline.ts'

export function pause(step: Step): void {
	if (step.now.phase !== 'recording') return
	closeGaps(step)
	step.set({ phase: 'paused', pause: { wall: step.wall, at: step.at, before: 0 } })
	step.setMark({ id: step.newId(), kind: 'pause', sample: step.heard, ms: null, note: '' })
}

export function resume(step: Step): void {
	const { phase, pause } = step.now
	if (phase !== 'paused' || pause === null) return
	const ms = step.at - pause.at
	step.set({ phase: 'recording', pause: null })
	step.changeAll(source => {
		const gap = source.status === 'hearing' ? null : { from: source.time.heard, cause: 'device-lost' as const }
		return { ...skip(source, ms), gap }
	})
	step.closeMark('pause', () => ms + pause.before)
}

export function mute(step: Step, on: boolean): void {
	if (on === step.now.muted || step.now.phase === 'stopping') return
	step.set({ muted: on })
	if (on) step.setMark({ id: step.newId(), kind: 'mute', sample: step.heard, ms: null, note: '' })
	else step.closeMark('mute', mark => (step.heard - mark.sample) / MS)
}
