/**
 * Failures that the engine's library does not report as such: the result is an empty text, as of silence, and only a line on standard
 * error tells. sherpa-onnx 1.13.8 writes several lines for one: where, “Caught exception:”, what, “Return an empty result”.
 */
const FAILED = /Return an empty result|Failed to allocate memory for requested buffer|Invalid input shape/
const WHAT = /^(?:Caught exception:)?$|^\S+\.(?:cc|h):\w+:\d+ *$|Return an empty result/

/**
 * What the library said when it failed without saying so in its result, or null when it didn't: the segment failed, not the speaker.
 *
 * @param lines of the engine's standard error since its last step
 */
export function silentFailure(lines: readonly string[]): string | null {
	const at = lines.findLastIndex(line => FAILED.test(line))
	if (at < 0) return null
	// What went wrong stands a few lines before the one that says that something did.
	const around = lines.slice(Math.max(0, at - 6), at + 1).toReversed()
	return around.map(line => line.trim()).find(line => !WHAT.test(line)) ?? lines[at] ?? null
}
