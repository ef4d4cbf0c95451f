import type { Words } from './words.ts'

/** A speed as people read it: `9.4`, `38`; to be said with “times real time”. */
export function realTime({ number }: Pick<Words, 'number'>, speed: number): string {
	return number(speed, speed < 10 ? 1 : 0)
}
