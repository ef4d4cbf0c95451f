const LEVELS: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' }
/** Said elsewhere on the page, or in every line. */
const KNOWN = new Set(['level', 'time', 'process', 'pid', 'msg'])

/** A line of a process's log as people read it: `16:22:11.601 info transcribing cursor=0`. What is no JSON object stays as it is. */
export function readLogLine(line: string, preciseTime: (at: number) => string): string {
	let entry: unknown
	try {
		entry = JSON.parse(line)
	} catch {
		return line
	}
	if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return line
	const fields = entry as Readonly<Record<string, unknown>>
	const at = new Date(fields.time as string | number).getTime()
	const level = LEVELS[Number(fields.level)] ?? ''
	const rest = Object.entries(fields)
		.filter(([name]) => !KNOWN.has(name))
		.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
	return [Number.isNaN(at) ? '' : preciseTime(at), level, String(fields.msg ?? ''), ...rest].filter(part => part !== '').join('  ')
}
