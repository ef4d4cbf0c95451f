import type { Problem } from '../../api/problem.ts'

/** The page of the system's own settings where a trouble can be mended. */
export type SettingsPage = 'microphone' | 'system-audio'

/**
 * By the trouble's code and the system it names (`facts.platform`). Null where no page helps, or where there is none: Linux has no such pages,
 * and Windows forbids nobody to hear what it plays. There, silence means that something else than the usual output plays, which its page
 * of sound says.
 */
export function settingsPageFor({ code, facts }: Pick<Problem, 'code' | 'facts'>): SettingsPage | null {
	if (facts.platform !== 'macos' && facts.platform !== 'windows') return null
	if (code === 'microphone-refused') return 'microphone'
	if (code === 'system-audio-silent') return 'system-audio'
	return code === 'system-audio-refused' && facts.platform === 'macos' ? 'system-audio' : null
}
