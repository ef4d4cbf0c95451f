import { statfs } from 'node:fs/promises'
import type { AppEvent, Disk } from '../contract/events.ts'
import type { Settings } from '../contract/settings.ts'
import { type DiskAlarm, diskAlarm, diskRoom, roomForFiles } from './disk-room.ts'

/** Often enough to see a disk fill: at 35 kB a second and channel it takes hours, but others write to it too. */
const LOOK_MS = 5_000

/** Looks how much room there is where the audio goes. Nothing waits for the disk. */
export class DiskWatch {
	readonly #folder: string
	readonly #recordings: { readonly open: number }
	readonly #keepAudio: () => Settings['keepAudio']
	readonly #emit: (event: AppEvent) => void
	readonly #timer: NodeJS.Timeout
	#last: Disk | null = null
	#room: number | null = null
	#alarm: DiskAlarm = 'none'
	#looking = false

	constructor(deps: {
		folder: string
		/** How many channels are being recorded. */
		recordings: { readonly open: number }
		keepAudio: () => Settings['keepAudio']
		emit: (event: AppEvent) => void
	}) {
		this.#folder = deps.folder
		this.#recordings = deps.recordings
		this.#keepAudio = deps.keepAudio
		this.#emit = deps.emit
		this.#timer = setInterval(() => void this.look(), LOOK_MS)
		void this.look()
	}

	/** As it was seen last; null before, and where it can't be seen. */
	get now(): Disk | null {
		return this.#last
	}

	/** Bytes that files may take: what recordings and everything else need is left. Null where nobody knows. */
	get room(): number | null {
		return this.#room
	}

	/** Looks now. Windows are told only while something is recorded: else nobody waits for it. */
	async look(): Promise<void> {
		// A network disk may take longer than until the next look.
		if (this.#looking) return
		this.#looking = true
		const found = await statfs(this.#folder).catch(() => null)
		this.#looking = false
		this.#room = found && roomForFiles(found.bavail * found.bsize, found.blocks * found.bsize)
		const channels = this.#recordings.open
		this.#last = found && diskRoom(found.bavail * found.bsize, channels, this.#keepAudio())
		// Each recording is told anew.
		if (channels === 0) this.#alarm = 'none'
		if (channels === 0 || this.#last === null) return
		const { alarm, notice } = diskAlarm(this.#alarm, this.#last)
		this.#alarm = alarm
		this.#emit({ type: 'disk', disk: this.#last })
		if (notice) this.#emit({ type: 'notice', problem: notice })
	}

	stop(): void {
		clearInterval(this.#timer)
	}
}
