import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exported } from './format.ts'
import { json } from './json.ts'
import { lrc } from './lrc.ts'
import { srt } from './srt.ts'
import { exported, others, said } from './test-exported.ts'
import { text } from './text.ts'
import { vtt } from './vtt.ts'

const heard = exported([said(1, 3, 'good mourning hello'), said(4, 5, 'cut'), said(6, 7, 'gone')])
const edited: Exported = {
	...heard,
	speakers: [
		{ id: 's1', name: 'Anna <A>' },
		{ id: 's2', name: 'Ben' }
	],
	edits: [
		{
			from: 16_000,
			edit: {
				pieces: [
					{ text: 'Good morning.', speaker: 's1' },
					{ text: 'Hello!', speaker: 's2' }
				],
				joined: false
			}
		},
		{ from: 64_000, edit: { pieces: [{ text: 'cut', speaker: 'nobody' }], joined: false } },
		{ from: 96_000, edit: { pieces: [{ text: '', speaker: null }], joined: false } }
	]
}

test('what was written, split and named stands in the text; what was taken away has no line', () => {
	assert.equal(text.write(edited), 'Anna <A>: Good morning.\nBen: Hello!\ncut\n')
	assert.match(
		String(srt.write(edited)),
		/Anna <\u2060A>: Good morning\.\n\n2\n00:00:02,333 --> .*\nBen: Hello!\n\n3\n00:00:04,000 --> .*\ncut\n/
	)
	assert.match(String(vtt.write(edited)), /<v Anna &lt;A&gt;>Good morning\.\n\n.*\n<v Ben>Hello!\n\n.*\ncut/)
	assert.match(String(lrc.write(edited)), /\[00:01\.00\]Anna <A>: Good morning\.\n\[00:02\.33\]Ben: Hello!\n/)
})

test('programs are told who was named, what was edited, and that the engine’s confidence says nothing of it', () => {
	const sure = { ...edited, segments: edited.segments.map(segment => ({ ...segment, confidence: 0.4 })) }
	assert.deepEqual(
		JSON.parse(String(json.write(sure))).segments.map((s: Record<string, unknown>) => [s.speaker, s.text, s.edited, s.confidence]),
		[
			['Anna <A>', 'Good morning.', true, null],
			['Ben', 'Hello!', true, null],
			[null, 'cut', false, 0.4]
		]
	)
})

test('a name stands before the words instead of the channel, on the other channels too', () => {
	const [part] = others(2, [said(0, 1, 'hi'), said(2, 3, 'bye')])
	assert.ok(part)
	const edits = [{ from: 0, edit: { pieces: [{ text: 'hi', speaker: 's2' }], joined: false } }]
	const two = { ...edited, edits: [], parts: [{ ...part, edits }] }
	assert.equal(text.write(two), 'Me: good mourning hello\nBen: hi\nMe: cut\nOthers: bye\nMe: gone\n')
})

test('who was found by voice stands before the words, also in the middle of what was heard as one; what the user wrote stands, and is theirs too', () => {
	const turn = (from: number, to: number, speaker: string) => ({ from: from * 16_000, to: to * 16_000, speaker })
	const voiced = {
		...exported([said(0, 4, 'How are you? Fine, thanks.'), said(5, 7, 'Written over')]),
		turns: [turn(0, 2.4, 's1'), turn(2.4, 8, 's2')],
		speakers: [
			{ id: 's1', name: 'Speaker 1' },
			{ id: 's2', name: 'Ben' }
		],
		edits: [{ from: 5 * 16_000, edit: { pieces: [{ text: 'my own', speaker: null }], joined: false } }]
	}
	assert.equal(text.write(voiced), 'Speaker 1: How are you?\nBen: Fine, thanks.\nBen: my own\n')
	assert.match(String(vtt.write(voiced)), /<v Speaker 1>How are you\?/)
	assert.deepEqual(
		JSON.parse(String(json.write(voiced))).segments.map((s: Record<string, unknown>) => [s.speaker, s.edited, s.from, s.to]),
		[
			['Speaker 1', false, 0, 2.4],
			['Ben', false, 2.4, 4],
			['Ben', true, 5, 7]
		]
	)
})
