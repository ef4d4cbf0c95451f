/** Longer lines are cut: a worker that never ends its line must not fill main's memory. */
const MOST_LINE_CHARACTERS = 16_384

/**
 * Splits what a utility process writes into lines, to its very end. When `exit` has been emitted, Electron takes all listeners off the
 * stream, although the pipe's end is not ordered with `exit`: the last lines, which say why it died, may still be on their way.
 * Source: electron/electron lib/browser/api/utility-process.ts, where `exit` is emitted.
 */
export class WorkerOutput {
	readonly #stream: NodeJS.ReadableStream
	readonly #onLine: (line: string) => void
	#rest = ''
	#ended = false

	constructor(stream: NodeJS.ReadableStream, onLine: (line: string) => void) {
		this.#stream = stream
		this.#onLine = onLine
		stream.setEncoding('utf8')
		stream.on('data', this.#take)
		stream.on('end', this.#end)
	}

	/**
	 * To be called in the `exit` listener: resolves when the stream has ended. It may never, when a grandchild holds the pipe.
	 *
	 * A stream that lost its last listener goes on flowing, to nobody: it is paused until ours are back.
	 */
	drained(): Promise<void> {
		this.#stream.pause()
		return new Promise(resolve => {
			// Electron takes the listeners off right after this one returns.
			process.nextTick(() => {
				if (this.#ended || !this.#stream.readable) return resolve()
				this.#stream.off('end', this.#end).on('end', this.#end).on('end', resolve)
				this.#stream.off('data', this.#take).on('data', this.#take).resume()
			})
		})
	}

	/** Gives out what has come of a line that has no end. */
	flush(): void {
		if (this.#rest !== '') this.#onLine(this.#rest)
		this.#rest = ''
	}

	readonly #take = (text: string | Buffer): void => {
		const lines = (this.#rest + text).split('\n')
		this.#rest = lines.pop() ?? ''
		for (const line of lines) this.#onLine(line.replace(/\r$/, '').slice(0, MOST_LINE_CHARACTERS))
		if (this.#rest.length > MOST_LINE_CHARACTERS) this.flush()
	}

	readonly #end = (): void => {
		this.#ended = true
		this.flush()
	}
}
