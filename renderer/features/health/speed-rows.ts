import type { Model } from '../../../electron/contract/models.ts'
import type { MeasuredSpeed, SpeedTest } from '../../../electron/contract/speeds.ts'
import type { Problem } from '../../api/problem.ts'

export interface SpeedRow {
	readonly model: Pick<Model, 'id' | 'name' | 'loaded' | 'engine'>
	/** Null: it was not measured here. */
	readonly measured: MeasuredSpeed | null
	/** Why it could not be when that was last tried; what was measured before holds. */
	readonly problem: Problem | null
}

/** The model in use, then the others, the smallest first: who looks for a larger one that would keep up reads on from there. */
export function speedRows(
	models: readonly Pick<Model, 'id' | 'name' | 'loaded' | 'engine' | 'bytes'>[],
	speeds: Pick<SpeedTest, 'measured' | 'failed'> | null
): SpeedRow[] {
	const ordered = [...models].sort((a, b) => Number(b.loaded) - Number(a.loaded) || a.bytes - b.bytes)
	return ordered.map(({ id, name, loaded, engine }) => ({
		model: { id, name, loaded, engine },
		measured: speeds?.measured.find(({ model }) => model === id) ?? null,
		problem: speeds?.failed.find(({ model }) => model === id)?.problem ?? null
	}))
}
