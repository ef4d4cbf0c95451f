import { doing, type Rule, who } from './rule.ts'

/** What is given as the host's reason when the machine was started after the last sign of life of a main that left no end. */
export const MACHINE_RESTARTED = 'machine-restarted'

/** Deaths that nobody saw happen, and those of which Chromium tells only a word. */
export const SEEN_FROM_AFAR: readonly Rule[] = [
	{
		code: 'machine-restarted',
		blamesWork: false,
		says: death =>
			death.seen === 'unclean-start' && death.facts.reason === MACHINE_RESTARTED
				? {
						facts: {},
						text: `The machine was started again while Holdfast was running${doing(death)}: a power cut, a reset, or a system crash.`,
						certainty: 'known',
						advice: null,
						evidence: ['the machine was started after the last sign of life']
					}
				: null
	},
	{
		code: 'unclean-start',
		blamesWork: false,
		says: death =>
			death.seen === 'unclean-start'
				? {
						facts: {},
						text: `Holdfast itself ended without saying why${doing(death)}: it crashed, it was killed, or the machine lost power. This was noticed when it was started again.`,
						certainty: 'unknown',
						advice: null
					}
				: null
	},
	{
		code: 'lost-client',
		blamesWork: false,
		says: death =>
			death.seen === 'lost-client'
				? {
						facts: {},
						text: `A browser tab with Holdfast was gone without a goodbye${doing(death)}: it crashed, it was closed by force, or its computer went to sleep.`,
						certainty: 'unknown',
						advice: null,
						evidence: ['its connection broke, and it did not come back']
					}
				: null
	},
	{
		code: 'view-failed',
		blamesWork: false,
		says: death =>
			death.seen === 'view-error'
				? {
						facts: { view: death.facts.reason ?? 'elsewhere', line: death.stderr[0] ?? '' },
						text: `A part of the window failed (${death.facts.reason ?? 'elsewhere'}): “${death.stderr[0] ?? ''}”. It was replaced by a note; everything else went on.`,
						certainty: 'known',
						advice: 'Try again there, or load the window anew.',
						evidence: ['an error that nothing in the window expected']
					}
				: null
	},
	{
		code: 'guardian-gone',
		blamesWork: false,
		says: death =>
			death.role === 'guardian' && death.facts.signal === 'unknown'
				? {
						facts: {},
						text: 'The guardian is gone: it was killed or it crashed. Holdfast goes on, but nobody would start it again.',
						certainty: 'unknown',
						advice: 'End Holdfast and start it again when it suits you: then it is guarded as before.',
						evidence: ['its channel to Holdfast broke']
					}
				: null
	},
	{
		code: 'chromium-out-of-memory',
		blamesWork: false,
		says: death =>
			death.facts.reason === 'oom'
				? {
						facts: {},
						text: `${who(death)} ended${doing(death)} because it ran out of memory.`,
						certainty: 'known',
						advice: 'Close other programs.'
					}
				: null
	},
	{
		code: 'memory-eviction',
		blamesWork: false,
		says: death =>
			death.facts.reason === 'memory-eviction'
				? {
						facts: {},
						text: `${who(death)} was ended by Chromium${doing(death)} to make room, because the machine was short of memory.`,
						certainty: 'known',
						advice: 'Close other programs.'
					}
				: null
	},
	{
		code: 'integrity-failure',
		blamesWork: false,
		says: death =>
			death.facts.reason === 'integrity-failure'
				? {
						facts: {},
						text: `${who(death)} was ended${doing(death)}: Windows refused a library in it that is not signed.`,
						certainty: 'known',
						advice: 'Does an antivirus or overlay program put itself into other programs? Try without it.'
					}
				: null
	}
]
