import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nativeImage, type WebContents } from 'electron'
import { fail, type Problem } from '../../../native-bridge/protocol/problem.ts'
import type { App } from '../app.ts'
import { sheetIcon } from './icons.ts'

/**
 * Hands a transcript that is being dragged out of the window to whatever it is dropped on, as a file in `folder`. What lay there from an
 * earlier drag goes: whoever took it has it. Gives what to say when that can't be done.
 */
export async function dragOut(
	contents: Pick<WebContents, 'startDrag'>,
	handlers: Pick<App['handlers'], 'transcript.export'>,
	folder: string,
	wanted: { readonly transcript: string; readonly format: string }
): Promise<Problem | null> {
	const written = await handlers['transcript.export'](wanted, { id: 0 })
	if (!written.ok) return written.problem
	const path = join(folder, written.value.name)
	try {
		rmSync(folder, { recursive: true, force: true })
		mkdirSync(folder, { recursive: true, mode: 0o700 })
		writeFileSync(path, Buffer.from(written.value.text, written.value.encoding), { mode: 0o600 })
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
		return fail('not-dragged', `The transcript could not be written to a file (${code}). Is the disk full?`, { code }).problem
	}
	// macOS refuses a drag without a picture.
	contents.startDrag({ file: path, icon: nativeImage.createFromBuffer(sheetIcon(32)) })
	return null
}
