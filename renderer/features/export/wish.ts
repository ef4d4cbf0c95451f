import { type ExportOptions, SUBTITLE_PRESETS, type SubtitleRules } from '../../../electron/contract/exporting.ts'
import type { ExportFormat } from '../../../electron/contract/records.ts'
import type { Exporting } from '../../stores/preferences.ts'

/** With other rules for subtitles. The user's own begin as those before, and stay what they were made. */
export function withPreset(wish: Exporting, preset: Exporting['preset']): Exporting {
	if (preset !== 'own' || wish.preset === 'own') return { ...wish, preset }
	const made = Object.values(SUBTITLE_PRESETS).every(rules => RULES.some(rule => rules[rule] !== wish.rules[rule]))
	return { ...wish, preset, rules: made ? wish.rules : SUBTITLE_PRESETS[wish.preset] }
}

const RULES = Object.keys(SUBTITLE_PRESETS.calm) as (keyof SubtitleRules)[]

/** What was chosen, as far as this format heeds it. */
export function optionsOf(wish: Exporting, format: ExportFormat | undefined, playable: boolean): ExportOptions {
	if (format === undefined) return {}
	const { takes, id } = format
	const rules = wish.preset === 'own' ? wish.rules : SUBTITLE_PRESETS[wish.preset]
	return {
		...(takes.times === null ? {} : { times: wish.times[id] ?? takes.times }),
		...(takes.marks ? { marks: wish.marks } : {}),
		...(takes.audio ? { audio: wish.audio && playable } : {}),
		...(takes.subtitles ? { subtitles: rules } : {})
	}
}
