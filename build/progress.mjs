/**
 * Says on stderr what takes time: on a terminal one line that changes, elsewhere (a log, CI) a line at most every ten seconds.
 *
 * @typedef {object} Progress
 * @property {(line: string) => void} say
 * @property {(line: string) => Step} step
 */
/**
 * @typedef {object} Step
 * @property {(detail: string) => void} update
 * @property {(detail?: string) => void} end
 */

const QUIET_MS = 10_000

/**
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} stream
 * @returns {Progress}
 */
export function showProgress(stream) {
	return {
		say: line => void stream.write(`${line}\n`),
		step(line) {
			const started = Date.now()
			let detail = ''
			let written = started
			const width = () => (stream.columns ?? 80) - 1
			const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`
			const draw = () => {
				const text = [line, detail, seconds()].filter(Boolean).join(' · ')
				if (stream.isTTY) stream.write(`\r\x1b[K${text.slice(0, width())}`)
				else if (Date.now() - written >= QUIET_MS) {
					stream.write(`${text}\n`)
					written = Date.now()
				}
			}
			stream.write(stream.isTTY ? line.slice(0, width()) : `${line} …\n`)
			const timer = setInterval(draw, stream.isTTY ? 250 : 1_000)
			return {
				update(next) {
					detail = next
				},
				end(last) {
					clearInterval(timer)
					const text = `${line}: ${last ?? 'done'} (${seconds()})`
					stream.write(stream.isTTY ? `\r\x1b[K${text}\n` : `${text}\n`)
				}
			}
		}
	}
}
