import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes down what main dies of, at once and whatever else is broken: one line of JSON in `main-last-words.log`. The app's own log may not
 * be open yet, or be the cause. Never throws.
 */
export function writeLastWords(logsDir: string, error: unknown): void {
	const line = {
		level: 60,
		time: new Date().toISOString(),
		process: 'main',
		pid: process.pid,
		error: error instanceof Error ? (error.stack ?? error.message) : String(error),
		msg: 'uncaught exception'
	}
	try {
		mkdirSync(logsDir, { recursive: true, mode: 0o700 })
		appendFileSync(join(logsDir, 'main-last-words.log'), `${JSON.stringify(line)}\n`)
	} catch {
		console.error(line.error)
	}
}
