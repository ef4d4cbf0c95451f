import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import roll from 'pino-roll'

export type Log = Logger

/**
 * The log of one process: `<folder>/<name>.<n>.log`, one JSON line an event (time, level, process, pid, and `job` where it
 * is about one), 2 MB a file, five files a name. Written with plain synchronous writes: a line that was logged outlives the
 * process, whatever ends it. Never give it transcript text.
 */
export async function openLog(folder: string, name: string): Promise<Log> {
	const file = await roll({
		file: join(folder, `${name}.log`),
		size: '2m',
		limit: { count: 5, removeOtherLogFiles: true },
		mkdir: true,
		sync: true
	})
	// A full disk must not end the process over its log.
	file.on('error', () => {})
	return pino({ base: { process: name, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, level: 'debug' }, file)
}
