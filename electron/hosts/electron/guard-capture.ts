import { type Session, systemPreferences, type WebContents } from 'electron'
import type { Log } from '../../../native-bridge/log/log.ts'
import type { Problem } from '../../../native-bridge/protocol/problem.ts'
import { askForMicrophone, MICROPHONE_RESTRICTED } from './microphone-access.ts'
import { guardPermissions } from './permissions.ts'
import { offerSystemAudio } from './system-audio.ts'

/** What pages may hear, and that they may nothing else. `recorder`: the page that records, when there is one. To be called before a page is loaded. */
export function guardCapture(session: Session, recorder: () => WebContents | null, say: (problem: Problem) => void, log: Log): void {
	guardPermissions(session, {
		isRecorder: contents => contents === recorder(),
		microphone: async () => {
			const access = await askForMicrophone(systemPreferences, process.platform)
			if (access !== 'given') log.warn({ access }, 'no microphone')
			// That it was denied the page that records says itself, with the way out.
			if (access === 'restricted') say(MICROPHONE_RESTRICTED)
			return access === 'given'
		},
		refused: (permission, url) => log.warn({ permission, url }, 'permission refused')
	})
	offerSystemAudio(
		session,
		() => recorder()?.mainFrame ?? null,
		from => log.warn({ from }, 'system audio refused')
	)
}
