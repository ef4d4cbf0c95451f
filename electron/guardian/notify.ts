import { spawn } from 'node:child_process'

/** What systemd wants to hear of a service of `Type=notify` with `WatchdogSec` (sd_notify(3)). */
export interface Notifier {
	ready(): void
	/** May be said as often as one likes: it is passed on three times in each watchdog period. */
	alive(): void
	stopping(): void
}

/**
 * Speaks to systemd when it started us, else to nobody. By its own little program, since Node has no datagram sockets of the file system;
 * it is not our main process, hence `NotifyAccess=all` in the unit.
 */
export function notifier(env: Readonly<Record<string, string | undefined>>): Notifier {
	if (!env.NOTIFY_SOCKET) return { ready: () => {}, alive: () => {}, stopping: () => {} }
	const everyMs = Number(env.WATCHDOG_USEC ?? 'NaN') / 3_000
	let saidAt = Number.NEGATIVE_INFINITY
	let missing = false
	const say = (state: string) => {
		if (missing) return
		spawn('systemd-notify', [state], { env, stdio: 'ignore' }).on('error', error => {
			missing = true
			console.error(`systemd can’t be told how Holdfast is: ${error.message}.`)
		})
	}
	return {
		ready: () => say('READY=1'),
		alive: () => {
			if (!(performance.now() - saidAt >= everyMs)) return
			saidAt = performance.now()
			say('WATCHDOG=1')
		},
		stopping: () => say('STOPPING=1')
	}
}
