import { fail, type Problem } from '../../native-bridge/protocol/problem.ts'
import { SAMPLE_RATE } from '../../native-bridge/protocol/units.ts'
import type { Disk } from '../contract/events.ts'
import type { Settings } from '../contract/settings.ts'

/** What a journal takes, bytes a second: s16 at 16 kHz. */
const JOURNAL_RATE = SAMPLE_RATE * 2
/** What an Opus copy takes, bytes a second: 24 kbit/s of voice, and Ogg around it. It is made while the journal is still there. */
const COPY_RATE = 3_500

/** Room for `free` bytes of recording on so many channels; none open counts as the one that would be. */
export function diskRoom(free: number, channels: number, keepAudio: Settings['keepAudio']): Disk {
	const rate = (JOURNAL_RATE + (keepAudio === 'wav' ? 0 : COPY_RATE)) * Math.max(1, channels)
	return { free, hoursLeft: free / rate / 3_600 }
}

/** What files leave free for recordings, text and the rest of the machine: a fiftieth of the disk, and no more than this, bytes. */
const LEFT_BYTES = 200_000_000

/** Bytes that files, uploads and their sound, may take of a disk with `free` of `all` bytes. */
export function roomForFiles(free: number, all: number): number {
	return Math.max(0, free - Math.min(LEFT_BYTES, all / 50))
}

/** How little was left when it was last said: nothing to say, less than an hour, less than ten minutes. */
export type DiskAlarm = 'none' | 'hour' | 'minutes'

/** The alarm after `before` when there is so much room, and what there is to say: null when it was said. A little room in between is no news. */
export function diskAlarm(before: DiskAlarm, { hoursLeft }: Disk): { alarm: DiskAlarm; notice: Problem | null } {
	if (hoursLeft >= 1) return { alarm: 'none', notice: null }
	const alarm = hoursLeft < 1 / 6 ? 'minutes' : 'hour'
	if (alarm === before || before === 'minutes') return { alarm: before, notice: null }
	const minutes = Math.floor(hoursLeft * 60)
	const { problem } = fail(
		alarm === 'minutes' ? 'disk-nearly-full' : 'disk-low',
		`The disk has room for ${minutes} more ${minutes === 1 ? 'minute' : 'minutes'} of recording. Make room. What is recorded is safe; should the disk fill, the page keeps what comes until there is room again.`,
		{ minutes }
	)
	return { alarm, notice: problem }
}
