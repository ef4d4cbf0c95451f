import type { ExitRecord } from '../../../electron/contract/exits.ts'
import { choice, type Words } from '../../messages/words.ts'

/** A death in a few words: who, what, and how the system put it. */
export function headline(exit: ExitRecord, { t }: Words): string {
	const how =
		exit.signal !== null && exit.signal !== 'unknown'
			? exit.signal
			: exit.code !== null && exit.code > 1
				? t('crashes.code', { code: exit.code })
				: 'none'
	return t('crashes.headline', { role: exit.role, code: choice(exit.explanation.code), how })
}
