import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'

/** What a decoding took: wall clock and processor, ms, and most memory, bytes; null where the system does not say. */
export interface Cost {
	readonly samples: number
	readonly ms: number
	readonly cpuMs: number | null
	readonly peakBytes: number | null
}

/** The system's ffmpeg over a file's first audio track, to 16 kHz mono at `raw`, as our decoder does; null when it gives nothing. */
export async function decodeWithFfmpeg(source: string, raw: string): Promise<Cost | null> {
	const output = ['-map', '0:a:0', '-vn', '-ac', '1', '-ar', '16000', '-f', 's16le', raw]
	const startedMs = performance.now()
	const child = spawn('ffmpeg', ['-v', 'info', '-benchmark', '-nostdin', '-y', '-i', `file:${source}`, ...output], {
		stdio: ['ignore', 'ignore', 'pipe']
	})
	let said = ''
	child.stderr.setEncoding('utf8').on('data', text => {
		said = (said + text).slice(-4_000)
	})
	const [code] = await once(child, 'close')
	const ms = performance.now() - startedMs
	const size = statSync(raw, { throwIfNoEntry: false })?.size ?? 0
	if (code !== 0 && size === 0) return null
	const time = /utime=([\d.]+)s stime=([\d.]+)s/.exec(said)
	const peak = /maxrss=(\d+)kB/.exec(said)?.[1]
	return {
		samples: size / 2,
		ms,
		cpuMs: time ? (Number(time[1]) + Number(time[2])) * 1000 : null,
		peakBytes: peak === undefined ? null : Number(peak) * 1024
	}
}
