import type { Wishes } from '../../native-bridge/protocol/messages.ts'
import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import type { Settings } from '../contract/settings.ts'
import type { InstalledModel } from './installed.ts'

/** The wishes without those for which something of the model is loaded, which may be what it can't be loaded with; null: there are none. */
export function withoutRisk(wishes: Wishes, { heeds = [] }: Pick<InstalledModel, 'heeds'>): Wishes | null {
	const hotwords = heeds.includes('hotwords') ? [] : wishes.hotwords
	const numbers = wishes.numbers && !heeds.includes('numbers')
	if (hotwords.length === wishes.hotwords.length && numbers === wishes.numbers) return null
	return { ...wishes, hotwords, numbers }
}

/**
 * What the settings are to say when the engine could not be had with `refused` and is had with `stays`: what is wished more in the first, and makes
 * `model` load something, is put aside, beside what lies there already, and not tried again by itself. Null: nothing is.
 */
export function putAside(
	{ hotwords, numbers, wishesAside }: Pick<Settings, 'hotwords' | 'numbers' | 'wishesAside'>,
	refused: Wishes,
	stays: Wishes,
	{ name: model, heeds = [] }: Pick<InstalledModel, 'name' | 'heeds'>
): { readonly settings: Pick<Settings, 'hotwords' | 'numbers' | 'wishesAside'>; readonly problem: Problem } | null {
	const words = !heeds.includes('hotwords') ? [] : refused.hotwords.filter(word => !stays.hotwords.includes(word))
	const digits = heeds.includes('numbers') && refused.numbers && !stays.numbers
	if (words.length === 0 && !digits) return null
	const what = words.length === 0 ? 'the rules for numbers' : digits ? 'names, terms and the rules for numbers' : 'names and terms'
	return {
		settings: {
			hotwords: hotwords.filter(word => !words.includes(word)),
			numbers: numbers && !digits,
			wishesAside: {
				model,
				hotwords: [...new Set([...(wishesAside?.hotwords ?? []), ...words])],
				numbers: digits || wishesAside?.numbers === true
			}
		},
		problem: fail(
			'wishes-aside',
			`${model} could not be loaded with ${what}. That is put aside, and the engine goes on without it. Under Models you can try it again.`,
			{ model, words: words.length, numbers: digits ? 'yes' : 'no' }
		).problem
	}
}
