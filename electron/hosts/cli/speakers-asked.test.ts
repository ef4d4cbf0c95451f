import assert from 'node:assert/strict'
import { test } from 'node:test'
import { speakersAsked, voicesAsked } from './speakers-asked.ts'

const asked = (said: string) => {
	const read = speakersAsked(said)
	return read.ok ? [read.value.count, read.value.model] : read.problem.code
}

test('a number or “auto” says how many speak, and a model may be named behind it', () => {
	assert.deepEqual(['2', '20', 'auto', 'auto:Pyannote 3.0', '2:reverb'].map(asked), [
		[2, null],
		[20, null],
		[null, null],
		[null, 'Pyannote 3.0'],
		[2, 'reverb']
	])
	assert.deepEqual(['', '0', '21', 'many', ':reverb', 'auto:', '2,reverb'].map(asked), Array(7).fill('bad-speakers'))
})

test('the model is one that tells speakers apart, by its id or its name', () => {
	const models = [
		{ id: 'tiny', name: 'Tiny', purpose: 'text' as const },
		{ id: 'pyannote-3', name: 'Pyannote', purpose: 'speakers' as const }
	]
	const found = (name: string | null, all = models) => {
		const read = voicesAsked(name, all)
		return read.ok ? read.value : read.problem.text
	}
	assert.deepEqual([found(null), found('pyannote'), found('PYANNOTE-3')], [null, 'pyannote-3', 'pyannote-3'])
	assert.equal(found('tiny'), 'No model “tiny” that tells speakers apart is here. There are: pyannote-3.')
	assert.match(found('pyannote', []) ?? '', /There is none\.$/)
})
