import * as v from 'valibot'
import { type CommandParams, commands } from '../../electron/contract/commands.ts'
import type { Client } from '../api/client.ts'
import type { Problem } from '../api/problem.ts'
import { type Change, withMark, withoutMark, withSpeakers } from './transcript-detail.ts'
import { AGAIN_MS, notSaved } from './unsaved-edits.ts'

/** What the user gives a transcript beside its text: its title, notes at places of it, names of who speaks. */
const Given = v.variant('name', [
	v.object({ name: v.literal('transcript.rename'), params: commands['transcript.rename'].params }),
	v.object({ name: v.literal('mark.set'), params: commands['mark.set'].params }),
	v.object({ name: v.literal('mark.remove'), params: commands['mark.remove'].params }),
	v.object({ name: v.literal('speakers.set'), params: commands['speakers.set'].params })
])
type Given = v.InferOutput<typeof Given>

export interface UnsavedDetails {
	/**
	 * Kept here until main has answered, and sent; tried again while the disk is full. Gives why main refused, null: it is kept, or something else was
	 * given in its place meanwhile.
	 */
	give<N extends Given['name']>(name: N, params: CommandParams<N>): Promise<Problem | null>
	/** What main has not said to have kept, as changes of what it told of this transcript. */
	of(transcript: string): readonly Change[]
	any(): boolean
	/** The line works: what the page before this one could not send is sent. */
	connected(): void
}

const KEY = 'holdfast.unsaved-details'

/** As `UnsavedEdits`, for what stands beside the text: in the tab's own storage too, so that it outlives the page and main. */
export function createUnsavedDetails(client: Pick<Client, 'request'>, storage: Storage, tell: (problem: Problem) => void): UnsavedDetails {
	const waiting = new Map(read(storage).map(each => [aboutOf(each), each]))
	let left = [...waiting.values()]
	const keep = () => {
		try {
			if (waiting.size === 0) storage.removeItem(KEY)
			else storage.setItem(KEY, JSON.stringify([...waiting.values()]))
		} catch {
			// Storage is full or forbidden: this page holds it.
		}
	}
	const send = async (given: Given): Promise<Problem | null> => {
		const about = aboutOf(given)
		while (waiting.get(about) === given) {
			const result = await client.request(given.name, given.params)
			if (waiting.get(about) !== given) break
			if (result.ok || result.problem.code !== 'ledger-write') {
				waiting.delete(about)
				keep()
				return result.ok ? null : result.problem
			}
			tell(notSaved())
			await new Promise(resolve => setTimeout(resolve, AGAIN_MS))
		}
		return null
	}
	return {
		give(name, params) {
			const given = { name, params } as Given
			waiting.set(aboutOf(given), given)
			keep()
			return send(given)
		},
		of: transcript => [...waiting.values()].filter(({ params }) => params.transcript === transcript).map(changeOf),
		any: () => waiting.size > 0,
		connected() {
			for (const given of left) void send(given).then(problem => problem && tell(problem))
			left = []
		}
	}
}

/** What is given later about the same thing takes its place. */
function aboutOf({ name, params }: Given): string {
	switch (name) {
		case 'transcript.rename':
		case 'speakers.set':
			return `${name} ${params.transcript}`
		case 'mark.set':
			return `mark ${params.mark.id}`
		case 'mark.remove':
			return `mark ${params.mark}`
		default:
			return name satisfies never
	}
}

function changeOf({ name, params }: Given): Change {
	switch (name) {
		case 'transcript.rename':
			return detail => detail
		case 'mark.set':
			return withMark(params.mark)
		case 'mark.remove':
			return withoutMark(params.mark)
		case 'speakers.set':
			return withSpeakers(params.speakers)
		default:
			return name satisfies never
	}
}

function read(storage: Storage): Given[] {
	try {
		return v.parse(v.array(Given), JSON.parse(storage.getItem(KEY) ?? '[]'))
	} catch {
		return []
	}
}
