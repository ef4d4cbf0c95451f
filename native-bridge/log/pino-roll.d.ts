/** The part of pino-roll 4 that we use; the package ships no types (its README, "build(options)"). */
declare module 'pino-roll' {
	import type { DestinationStream } from 'pino'

	interface Options {
		file: string
		size: string
		limit: { count: number; removeOtherLogFiles?: boolean }
		mkdir: boolean
		sync: boolean
	}
	interface RollingFile extends DestinationStream {
		on(event: 'error', listener: (error: Error) => void): this
		flushSync(): void
	}
	export default function roll(options: Options): Promise<RollingFile>
}
