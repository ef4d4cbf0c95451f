import { app, type BrowserWindow, dialog } from 'electron'
import type { Language } from './language.ts'
import { type Answer, whileRecording } from './questions.ts'

export interface ClosingOptions {
	readonly language: Language
	isRecording(): boolean
	/** What closing the window does while nothing is recorded. */
	whenClosed(): 'quit' | 'tray'
}

/** Decides what closing the window means, and asks first when something is being recorded. Gives the way to quit that asks too. */
export function decideClosing(window: BrowserWindow, { language, isRecording, whenClosed }: ClosingOptions): () => Promise<void> {
	let asking = false
	/** One question at a time: who closes the window twice has not been asked twice. */
	async function ask(what: 'close' | 'quit'): Promise<Answer> {
		if (asking) return 'cancel'
		asking = true
		const { answers, ...question } = whileRecording(what, language.words)
		const { response } = await dialog.showMessageBox(window, question).finally(() => {
			asking = false
		})
		return answers[response] ?? 'cancel'
	}
	async function close(): Promise<void> {
		const answer = isRecording() ? await ask('close') : whenClosed() === 'tray' ? 'go-on' : 'stop'
		if (answer === 'go-on') hide(window)
		else if (answer === 'stop') app.quit()
	}
	// Main lives without a window, and a window that is away is only hidden: what it shows is there again at once.
	window.on('close', event => {
		event.preventDefault()
		void close()
	})
	// Windows: the user logs off. Nothing else is told, and nothing can be asked.
	window.on('session-end', () => app.quit())
	return async () => {
		if (!isRecording() || (await ask('quit')) === 'stop') app.quit()
	}
}

/** macOS: a window that fills the screen would leave it black. */
function hide(window: BrowserWindow): void {
	if (!window.isFullScreen()) window.hide()
	else {
		window.once('leave-full-screen', () => window.hide())
		window.setFullScreen(false)
	}
}
