import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mannerOf } from './manner.ts'

test('says that something crashed only where it did', () => {
	const check = (codes: string[], manner: string) => assert.equal(mannerOf(codes), manner, codes.join())
	check(['signal'], 'crashed')
	check(['heap-full', 'stack-overflow'], 'crashed')
	check(['killed-from-outside', 'signal-sent'], 'outside')
	check(['hang'], 'stuck')
	check(['frozen'], 'paused')
	check(['lost-client'], 'lost')
	check(['a-rule-of-tomorrow'], 'crashed')
	check(['signal', 'hang'], 'died')
})
