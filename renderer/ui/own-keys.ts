/** A dialog, and one that asks. */
export const DIALOG = '[role=dialog], [role=alertdialog]'
const POPUP = `[role=menu], ${DIALOG}`
const FIELD = 'input:not([type=range]), textarea, select, [contenteditable]'
const TEXT = 'input:not([type=range], [type=checkbox], [type=radio], [type=file]), textarea, [contenteditable]'

/** Something is open over the page, and keys that are pressed there are not meant for the page. */
export function isInPopup(target: Element): boolean {
	return target.closest(POPUP) !== null
}

/** Letters that are pressed there are written, or choose something. */
export function takesLetters(target: Element): boolean {
	return target.closest(FIELD) !== null || isInPopup(target)
}

/** Text is written there. */
export function isWritten(target: Element): boolean {
	return target.closest(TEXT) !== null
}

/** Somebody writes there, or has something open over the page: not to be called away. */
export function isBusy(target: Element | null): boolean {
	return target !== null && (isWritten(target) || isInPopup(target))
}
