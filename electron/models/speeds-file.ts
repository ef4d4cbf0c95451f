import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import * as v from 'valibot'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import { MeasuredSpeed } from '../contract/speeds.ts'
import type { InstalledModel } from './installed.ts'

/** A figure is of one machine, and of a model as it was: `bytes` of it. */
const Kept = v.object({ ...MeasuredSpeed.entries, machine: v.string(), bytes: v.number() })
type Kept = v.InferOutput<typeof Kept>

/**
 * How fast models were on this machine, in a JSON file of its own and not in the ledger: a library that is brought to another machine would bring figures
 * that are wrong there. What can't be read was not measured.
 */
export class SpeedsFile {
	readonly #path: string
	readonly #machine: string
	#kept: readonly Kept[]

	constructor(path: string, machine: string = thisMachine()) {
		this.#path = path
		this.#machine = machine
		this.#kept = read(path)
	}

	/** Of these models, as they are now, on this machine. */
	of(models: readonly Pick<InstalledModel, 'id' | 'bytes'>[]): MeasuredSpeed[] {
		return this.#kept
			.filter(
				({ model, machine, bytes }) => machine === this.#machine && models.some(({ id, bytes: now }) => id === model && now === bytes)
			)
			.map(({ machine: _, bytes: __, ...measured }) => measured)
	}

	/** In place of what was known of that model. It holds until the end of this life also when it can't be written (`speeds-not-kept`). */
	keep(measured: MeasuredSpeed, { bytes }: Pick<InstalledModel, 'bytes'>): Result<null> {
		this.#kept = [...this.#kept.filter(({ model }) => model !== measured.model), { ...measured, machine: this.#machine, bytes }]
		try {
			writeFileSync(`${this.#path}.part`, JSON.stringify(this.#kept, null, '\t'), { mode: 0o600 })
			renameSync(`${this.#path}.part`, this.#path)
			return ok(null)
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
			return fail('speeds-not-kept', `What was measured could not be saved (${code}): is the disk full? It is known until Holdfast ends.`, {
				code
			})
		}
	}
}

/** Its processor and how many of them: what the speed depends on first. */
function thisMachine(): string {
	return `${cpus()[0]?.model ?? 'unknown'} × ${availableParallelism()}`
}

function read(path: string): Kept[] {
	try {
		const all: unknown = JSON.parse(readFileSync(path, 'utf8'))
		return Array.isArray(all) ? all.filter(each => v.is(Kept, each)) : []
	} catch {
		return []
	}
}
