/** Loudness as people hear it, of the loudest sample (0…1): −60 dB is nothing, 0 dB is all. */
export function loudness(level: number): number {
	return level <= 0.001 ? 0 : Math.min(1, 1 + (20 * Math.log10(level)) / 60)
}
