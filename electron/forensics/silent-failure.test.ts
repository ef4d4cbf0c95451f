import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentFailure } from './silent-failure.ts'

test('hears that a segment failed although its text is only empty', () => {
	// As the library wrote it when the speech detector's network stood in place of the encoder; the second from its sources.
	const caught = [
		'/shared/sherpa-onnx/csrc/offline-recognizer-moonshine-v2-impl.h:DecodeStream:136 ',
		'',
		'Caught exception:',
		'',
		'Unexpected input data type. Actual: (tensor(int64)) , expected: (tensor(float))',
		'',
		'Return an empty result. Number of audio samples: 110336'
	]
	const refused = 'Failed to allocate memory for requested buffer of size 20971520000'
	assert.deepEqual(
		[silentFailure(caught), silentFailure([refused]), silentFailure(['Fallback to cpu', '']), silentFailure([])],
		['Unexpected input data type. Actual: (tensor(int64)) , expected: (tensor(float))', refused, null, null]
	)
})
