import type { CommandParams } from '../../electron/contract/commands.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'
import type { Note } from './notes.ts'
import type { Recording } from './recording.ts'
import type { AudioInput } from './unacknowledged.ts'

/** Begins a recording, or asks main from which sample on its audio is missing. */
export async function askWhereToGoOn(client: Client, params: CommandParams<'recording.start'>): Promise<AudioInput> {
	const result = await client.request('recording.start', params)
	if (result.ok) return { type: 'started', samples: result.value.samples, at: Date.now() }
	if (result.problem.code !== 'recording-closed') return { type: 'start-refused', problem: result.problem }
	// The page was away for so long that main closed the recording: what it didn't get goes into a new one.
	const closed = await client.request('transcript.get', { transcript: params.recording })
	return closed.ok ? { type: 'closed', samples: closed.value.transcript.samples } : { type: 'start-refused', problem: closed.problem }
}

/** Gives the problem, or null when main has noted it. */
export async function tellNote(client: Client, note: Note): Promise<Problem | null> {
	const { recording } = note
	switch (note.type) {
		case 'mark':
			return problemOf(await client.request('mark.set', { transcript: recording, mark: note.mark }))
		case 'no-mark':
			return problemOf(await client.request('mark.remove', { transcript: recording, mark: note.mark }))
		case 'gap':
			return problemOf(await client.request('recording.gap', { recording, from: note.from, to: note.to, cause: note.cause }))
		default:
			return note satisfies never
	}
}

/** The note of a mark whose field was left when the recording was over: main has all of it by then. */
export async function tellLateNote(client: Client, ended: Recording | null, id: string, note: string): Promise<Problem | null> {
	const [whole] = ended?.sources ?? []
	const mark = ended?.marks.find(each => each.id === id)
	return whole && mark ? tellNote(client, { type: 'mark', recording: whole.recording, mark: { ...mark, note } }) : null
}

/** Gives the problem, or null when it is closed. */
export async function closeRecording(client: Client, recording: string, samples: number): Promise<Problem | null> {
	return problemOf(await client.request('recording.stop', { recording, samples }))
}

function problemOf(result: { readonly ok: true } | { readonly ok: false; readonly problem: Problem }): Problem | null {
	return result.ok ? null : result.problem
}
