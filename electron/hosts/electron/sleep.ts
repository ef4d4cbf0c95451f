/**
 * Tells how long the machine slept, ms, when it wakes. Only for the system's own word: that the clock made a leap may have other causes.
 *
 * On Linux both events come of systemd's logind; without it neither comes, and what else notices a sleep has to do.
 */
export function watchSleep(
	monitor: { on(event: 'suspend' | 'resume', listener: () => void): unknown },
	now: () => number,
	slept: (ms: number) => void
): void {
	let since: number | null = null
	monitor.on('suspend', () => {
		// Said twice where a first try to sleep failed: the later is the truer.
		since = now()
	})
	monitor.on('resume', () => {
		const began = since
		since = null
		if (began !== null && now() > began) slept(now() - began)
	})
}
