import type { Settings } from '../../contract/settings.ts'
import { STANDBY_MEMORY, TWO_FILES_PROCESSORS } from '../../supervisor/child-specs.ts'

/** Whether a second engine is to take files beside the first. `has`: there is one; between the two limits of memory that stays as it is. */
export function wantsTwoFiles(choice: Settings['twoFiles'], has: boolean, processors: number, availableMemory: () => number): boolean {
	if (choice !== 'auto') return choice === 'on'
	return processors >= TWO_FILES_PROCESSORS && availableMemory() > (has ? STANDBY_MEMORY.end : STANDBY_MEMORY.start)
}
