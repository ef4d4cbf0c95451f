import { SAMPLE_RATE } from '../../../native-bridge/protocol/units.ts'
import { type DeathFacts, doing, inside, isInScript, type Rule, signalOf, who } from './rule.ts'

/** Ends that Holdfast itself brought about, and why. They come first: the signal is ours then and says nothing. */
export const ENDED_BY_US: readonly Rule[] = [
	{
		code: 'frozen',
		blamesWork: false,
		says: death =>
			(death.killedFor === 'hang' || death.killedFor === 'ready-timeout') && death.frozen
				? {
						facts: {},
						text: `${who(death)} was paused from outside${doing(death)} and could not answer, so Holdfast ended it.`,
						certainty: 'known',
						advice: 'Something sent it SIGSTOP: a debugger, a batch system, or a person?',
						evidence: [
							`ended by Holdfast: ${death.killedFor === 'hang' ? 'no heartbeat' : 'not ready in time'}`,
							'the system says that it was stopped (state T)'
						]
					}
				: null
	},
	{
		code: 'hang',
		blamesWork: true,
		says: death =>
			death.killedFor === 'hang'
				? {
						facts: {},
						text: `${who(death)} stopped answering${doing(death)}, so Holdfast ended it${stuckIn(death)}.`,
						certainty: 'known',
						advice: null,
						evidence: ['ended by Holdfast: no heartbeat']
					}
				: null
	},
	{
		code: 'slow',
		blamesWork: true,
		says: death => {
			if (death.killedFor !== 'slow') return null
			const seconds = death.crumb ? Math.round((death.at - death.crumb.at) / 1000) : null
			const audio = lengthOf(death)
			const figures = seconds === null ? '' : `: ${seconds} s${audio === null ? '' : ` for ${audio} s of audio`}`
			return {
				facts: { seconds, audio },
				text: `${who(death)} took far too long${doing(death)}${figures}, so Holdfast ended it.`,
				certainty: 'known',
				advice: 'Is the machine very busy, or the model too large for it?',
				evidence: ['ended by Holdfast: its heart was beating, but its work did not get done']
			}
		}
	},
	{
		code: 'over-memory',
		blamesWork: true,
		says: death => {
			if (death.killedFor !== 'memory') return null
			const mb = death.rss == null ? null : Math.round(death.rss / 1e6)
			return {
				facts: { mb },
				text: `${who(death)} used more memory than it is allowed${mb === null ? '' : ` (${mb} MB)`}${doing(death)}, so Holdfast ended it before the machine ran short.`,
				certainty: 'known',
				advice: null,
				evidence: ['ended by Holdfast: over its memory limit']
			}
		}
	},
	{
		code: 'ready-timeout',
		blamesWork: false,
		says: death =>
			death.killedFor === 'ready-timeout'
				? {
						facts: {},
						text: `${who(death)} was not ready in time${death.crumb?.activity === 'loading-model' ? ': it was still loading the model' : ''}, so Holdfast ended it.`,
						certainty: 'known',
						advice: 'Is the disk or the machine very busy?',
						evidence: ['ended by Holdfast: not ready in time']
					}
				: null
	},
	{
		code: 'protocol',
		blamesWork: true,
		says: death =>
			death.killedFor === 'protocol'
				? {
						facts: {},
						text: `${who(death)} sent something that Holdfast does not understand${doing(death)}, so Holdfast ended it.`,
						certainty: 'known',
						advice: null,
						evidence: ['ended by Holdfast: protocol violation']
					}
				: null
	}
]

/** For one that was ended by SIGABRT: its dump shows what it was stuck in. */
function stuckIn(death: DeathFacts): string {
	const where = signalOf(death) === 'SIGABRT' && !isInScript(death) ? inside(death) : ''
	return where === '' ? '' : ` (it was stuck${where.replace(',', '')})`
}

/** Seconds of audio that the step at hand was about. */
function lengthOf({ crumb }: DeathFacts): number | null {
	return crumb === null || crumb.from === null || crumb.to === null ? null : Math.round((crumb.to - crumb.from) / SAMPLE_RATE)
}
