import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import { clockOf, type SampleRange } from '../../native-bridge/protocol/units.ts'

/** Problem: `no-speakers-model`. */
export function noModel() {
	return fail('no-speakers-model', 'To tell speakers apart Holdfast needs a model for that. Fetch one on the page “Models”.')
}

export const NOBODY: Problem = fail('speakers-none', 'Nobody’s voice was found in it, so no speakers are told apart.').problem

export function skipped(places: readonly SampleRange[]): Problem {
	const at = places.map(({ from }) => clockOf(from)).join(', ')
	return fail(
		'speakers-skipped',
		`At ${at} nobody could listen for speakers: what does that died there twice. Speakers are told apart elsewhere.`,
		{
			at
		}
	).problem
}

/** `range`: where, if it was always there. */
export function died(range: SampleRange | null): Problem {
	const at = range === null ? 'none' : clockOf(range.from)
	return fail(
		'speakers-died',
		`Speakers were not told apart, because what does that died again and again${range === null ? '' : ` (at ${at})`}. The crash history says why; the text is as it was.`,
		{ at }
	).problem
}
