import { isWritten } from './own-keys.ts'

/** Who writes goes on with the next letter sooner than this, ms. */
const SAME_WORD_MS = 600
/** Held, or struck before a letter: they write nothing by themselves. */
const SILENT = new Set(['Shift', 'Alt', 'AltGraph', 'Control', 'Meta', 'CapsLock', 'Dead'])

/**
 * A field may be taken from who writes in it, by what arrives meanwhile. The letters that follow are meant for it: none of them is a command or
 * presses what has the focus now, until the writer pauses, presses another key, or clicks. Ends when `signal` does.
 */
export function holdStrayLetters(page: Document, signal: AbortSignal): void {
	const isStray = createStrayLetters()
	page.addEventListener(
		'keydown',
		event => {
			if (SILENT.has(event.key)) return
			const letter = event.isComposing || (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey)
			const written = event.target instanceof Element && isWritten(event.target)
			if (!isStray({ at: event.timeStamp, letter, written })) return
			event.preventDefault()
			event.stopPropagation()
		},
		{ capture: true, signal }
	)
	page.addEventListener('pointerdown', ({ timeStamp }) => isStray({ at: timeStamp, letter: false, written: false }), {
		capture: true,
		signal
	})
}

/** What somebody does with keys and pointer. `at`: ms; `written`: in a field. */
interface Deed {
	readonly at: number
	readonly letter: boolean
	readonly written: boolean
}

/** Tells of each deed whether it is a letter that belongs to a field which is gone. */
export function createStrayLetters(): (deed: Deed) => boolean {
	let last = Number.NEGATIVE_INFINITY
	return ({ at, letter, written }) => {
		const stray = letter && !written && at - last < SAME_WORD_MS
		last = letter && (written || stray) ? at : Number.NEGATIVE_INFINITY
		return stray
	}
}
