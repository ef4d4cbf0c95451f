import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joined } from './glimpse.ts'

test('keeps what was shown before the cut, and goes on with what is heard behind it', () => {
	const shown = { from: 0, to: 40_000, text: 'one two three four' }
	const cases: [cut: number, heard: string, firm: string, faint: string][] = [
		[30_000, 'Four and five.', 'one two three', 'four and five.'],
		[40_000, 'And five.', 'one two three four', 'and five.'],
		[0, 'One two.', '', 'One two.'],
		[30_000, 'I was', 'one two three', 'I was']
	]
	for (const [cut, heard, firm, faint] of cases) assert.deepEqual(joined(shown, cut, heard), { firm, faint }, `${cut} ${heard}`)
	assert.deepEqual(joined({ from: 0, to: 10_000, text: 'It ended.' }, 10_000, 'Then it began.'), {
		firm: 'It ended.',
		faint: 'Then it began.'
	})
})
