import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Feed } from '../../api/feed.ts'
import { transcriptWith } from '../../contract/test-transcript.ts'
import { stayAwake } from './stay-awake.ts'

const transcript = transcriptWith({ id: '0b5c2d1e-0000-4000-8000-000000000001', kind: 'recording', title: 'A talk', state: 'recording' })

test('the machine is kept awake while something is recorded', () => {
	const did: string[] = []
	const feed = new Feed()
	let recording = false
	const blocker = {
		start: (type: string) => did.push(type),
		stop: (id: number) => did.push(`stop ${id}`) > 0
	}
	stayAwake(blocker, { busy: () => ({ recording }), feed })
	const changed = () => feed.emit({ type: 'transcript', transcript })

	changed()
	recording = true
	feed.emit({ type: 'transcripts-removed', transcripts: ['another'] })
	changed()
	changed()
	recording = false
	changed()
	changed()
	assert.deepEqual(did, ['prevent-app-suspension', 'stop 1'])
})
