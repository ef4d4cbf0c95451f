import { type ExportOptions, SUBTITLE_PRESETS } from '../../../electron/contract/exporting.ts'
import type { ExportFormat } from '../../../electron/contract/records.ts'
import type { Exporting } from '../../stores/preferences.ts'

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
