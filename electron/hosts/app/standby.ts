import type { Settings } from '../../contract/settings.ts'
import { STANDBY_MEMORY } from '../../supervisor/child-specs.ts'

/** Whether a standby is to be had now. `has`: there is one; between the two limits of memory that stays as it is. */
export function wantsStandby(choice: Settings['standby'], has: boolean, availableMemory: number): boolean {
	if (choice !== 'auto') return choice === 'on'
	return availableMemory > (has ? STANDBY_MEMORY.end : STANDBY_MEMORY.start)
}
