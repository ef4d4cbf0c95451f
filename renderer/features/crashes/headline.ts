import type { ExitGroup, ExitRecord } from '../../../electron/contract/exits.ts'
import { clock } from '../../messages/clock.ts'
import { roleOf } from '../../messages/process-role.ts'
import { choice, type Words } from '../../messages/words.ts'

/** A death in a few words: who, what, and how the system put it. */
export function headline(exit: ExitRecord, { t }: Words): string {
	const how =
		exit.signal !== null && exit.signal !== 'unknown'
			? exit.signal
			: exit.code !== null && exit.code > 1
				? t('crashes.code', { code: exit.code })
				: 'none'
	return t('crashes.headline', { name: t('process.title', { role: roleOf(exit) }), code: choice(exit.explanation.code), how })
}

/** The same of a cause, when none of its deaths is here. */
export function causeHeadline(group: ExitGroup, { t }: Words): string {
	return t('crashes.headline', { name: t('process.title', { role: group.role }), code: choice(group.code), how: 'none' })
}

/** Where and during what it died: `in libonnxruntime.so, while transcribing 0:31–0:44`. Empty when neither is known. */
export function circumstances(exit: ExitRecord, { t }: Words, withRange = true): string {
	const parts: string[] = []
	if (exit.crash?.module) parts.push(t('crashes.in', { module: exit.crash.module }))
	if (exit.crumb) {
		const { activity, from, to } = exit.crumb
		const range = withRange && from !== null && to !== null ? ` ${clock(from)}–${clock(to)}` : ''
		parts.push(`${t('crashes.doing', { activity: t('crashes.activity', { activity: choice(activity) }) })}${range}`)
	}
	return parts.join(t('crashes.comma'))
}
