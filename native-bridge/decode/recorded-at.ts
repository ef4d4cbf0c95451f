/** Earliest and latest believed: recorders without a battery say 1904, 1970 or 1980. In ms since 1970. */
const EARLIEST = Date.UTC(1990, 0, 1)
const DAY_MS = 86_400_000

/**
 * When a file was recorded, ms since 1970, from what its container says; null when it does not say or can't be right. A music file's
 * `date` is that of its release, so it counts for WAV alone, where recorders write day and time apart (EBU Tech 3285 §2.3) and without a zone.
 */
export function recordedAt(said: Readonly<Record<string, string>>, container: string | null, now: number): number | null {
	const day = container === 'WAV' ? (/^\d{4}-\d\d-\d\d/.exec(said.date?.replaceAll(/[:/.]/g, '-') ?? '')?.[0] ?? null) : null
	const time = /^\d\d[:\-.]\d\d[:\-.]\d\d$/.test(said.creation_time ?? '') ? said.creation_time?.replaceAll(/[-.]/g, ':') : null
	const moments = [
		// With the zone of the place where it was recorded.
		said['com.apple.quicktime.creationdate'],
		day === null ? null : `${day}T${time ?? '12:00:00'}`,
		said.creation_time
	]
	for (const moment of moments) {
		const at = moment ? Date.parse(moment) : Number.NaN
		if (at >= EARLIEST && at <= now + DAY_MS) return at
	}
	return null
}
