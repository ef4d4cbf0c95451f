import type { Edit } from './lines.ts'

const made = new WeakSet<Edit>()

/** Whether nobody wrote it: it is what voices say, and comes by itself again. One that was sent or stored is the user's. */
export function isOfVoices(edit: Edit): boolean {
	return made.has(edit)
}

export function ofVoices(edit: Edit): Edit {
	made.add(edit)
	return edit
}
