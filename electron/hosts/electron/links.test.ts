import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLink, placeOfLink } from './links.ts'

const id = '0b54c1d2-9a7e-4d0f-8f3a-111122223333'
const cases: readonly [link: string, place: string | null][] = [
	[`holdfast://transcripts/${id}`, `#/transcripts/${id}`],
	[`HOLDFAST://transcripts/${id}/32000`, `#/transcripts/${id}/32000`],
	[`holdfast://transcripts/${id}/`, `#/transcripts/${id}`],
	['holdfast://crashes', '#/crashes'],
	[`holdfast://crashes/${id}`, `#/crashes/${id}`],
	['holdfast://drill', '#/drill'],
	['holdfast://', '#/'],
	['holdfast:', '#/'],
	// Nothing that does something, leads elsewhere, or hides something.
	['holdfast://record', null],
	[`holdfast://transcripts/${id}/delete`, null],
	['holdfast://transcripts/../crashes', null],
	[`holdfast://transcripts/${id}?export=srt`, null],
	[`holdfast://transcripts/${id}#x`, null],
	[`holdfast://user@transcripts/${id}`, null],
	[`holdfast://transcripts:80/${id}`, null],
	[`holdfast://transcripts/${id}/<script>`, null],
	[`holdfast://transcripts/${'a'.repeat(500)}`, null],
	[`https://transcripts/${id}`, null],
	['holdfast', null],
	['', null]
]
for (const [link, place] of cases)
	test(`${link.slice(0, 70) || 'nothing'} shows ${place ?? 'nothing'}`, () => assert.equal(placeOfLink(link), place))

test('an argument is told from a file by its scheme alone', () => {
	assert.deepEqual(['holdfast://x', 'Holdfast:x', 'holdfast.wav', '/a/holdfast:', 'C:\\holdfast'].map(isLink), [
		true,
		true,
		false,
		false,
		false
	])
})
