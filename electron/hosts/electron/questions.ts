import type { MessageBoxOptions } from 'electron'
import type { Words } from './messages/words.ts'

/** What is to become of a recording whose window is closed, or of Holdfast when it is quit in the middle of one. */
export type Answer = 'go-on' | 'stop' | 'cancel'

/** Asked when the window is closed, or Holdfast quit, in the middle of a recording. `answers`: what each button means, in their order. */
export function whileRecording(what: 'close' | 'quit', { t }: Words): MessageBoxOptions & { readonly answers: readonly Answer[] } {
	const answers: readonly Answer[] = what === 'close' ? ['go-on', 'stop', 'cancel'] : ['cancel', 'stop']
	const labels = { 'go-on': t('close.goOn'), stop: t('close.stop'), cancel: t('close.cancel') }
	return {
		type: 'question',
		title: 'Holdfast',
		message: t('close.question'),
		detail: t(what === 'close' ? 'close.detail' : 'quit.detail'),
		buttons: answers.map(answer => labels[answer]),
		defaultId: 0,
		cancelId: answers.indexOf('cancel'),
		noLink: true,
		answers
	}
}

/** What to do when the folder that the library was moved to is not there. */
export type WithoutLibrary = 'again' | 'empty' | 'quit'

export function libraryMissing(path: string, { t }: Words): MessageBoxOptions & { readonly answers: readonly WithoutLibrary[] } {
	const answers: readonly WithoutLibrary[] = ['again', 'empty', 'quit']
	const labels = { again: t('missing.again'), empty: t('missing.empty'), quit: t('missing.quit') }
	return {
		type: 'warning',
		title: 'Holdfast',
		message: t('missing.question'),
		detail: t('missing.detail', { path }),
		buttons: answers.map(answer => labels[answer]),
		defaultId: 0,
		cancelId: answers.indexOf('quit'),
		noLink: true,
		answers
	}
}
