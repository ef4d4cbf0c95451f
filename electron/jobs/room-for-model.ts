import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { OTHER_MEMORY } from '../supervisor/child-specs.ts'

/** Whether the machine can give a process with this model what it needs, of so many free bytes. Problem: `no-memory-for-model`. */
export function roomForModel(
	{ name, bytes }: { readonly name: string; readonly bytes: number },
	free: number
): Result<Record<string, never>> {
	const needed = OTHER_MEMORY.engine + OTHER_MEMORY.timesFiles * bytes + OTHER_MEMORY.spare
	if (free >= needed) return ok({})
	const inGb = (value: number) => Math.round(value / 1e8) / 10
	return fail(
		'no-memory-for-model',
		`There is too little memory to load ${name} beside the usual model: ${inGb(needed)} GB are needed, ${inGb(free)} GB are free. Close something, then try again.`,
		{ model: name, needed: inGb(needed), free: inGb(free) }
	)
}
