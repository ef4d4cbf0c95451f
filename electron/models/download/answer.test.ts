import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, askFor, type Part, readAnswer } from './answer.ts'

const half: Part = { bytes: 500, total: 1000, validator: '"a"' }
const nothing: Part = { bytes: 0, total: null, validator: null }
const rest = { 'content-range': 'bytes 500-999/1000', etag: '"a"' }
const again: Answer = { is: 'begin-again' }

test('asks for the rest only, and only if it is still the same file', () => {
	assert.deepEqual(askFor(nothing), { 'accept-encoding': 'identity', 'user-agent': 'Holdfast' })
	assert.deepEqual(askFor(half), { ...askFor(nothing), range: 'bytes=500-', 'if-range': '"a"' })
	assert.equal('if-range' in askFor({ ...half, validator: null }), false)
})

const cases: [what: string, part: Part, status: number, headers: Record<string, string>, means: Answer][] = [
	['all of it', nothing, 200, { 'content-length': '1000', etag: '"a"' }, { is: 'whole', total: 1000, validator: '"a"' }],
	['all of it, length untold', nothing, 200, {}, { is: 'whole', total: null, validator: null }],
	['all of it though the rest was asked for', half, 200, { 'content-length': '900' }, { is: 'whole', total: 900, validator: null }],
	['the rest', half, 206, rest, { is: 'rest', total: 1000, validator: '"a"' }],
	['the rest, total untold', half, 206, { 'content-range': 'bytes 500-999/*' }, { is: 'rest', total: 1000, validator: '"a"' }],
	['a rest from elsewhere', half, 206, { ...rest, 'content-range': 'bytes 0-999/1000' }, again],
	['a rest that ends early', half, 206, { ...rest, 'content-range': 'bytes 500-700/1000' }, again],
	['a rest of a longer file', half, 206, { ...rest, 'content-range': 'bytes 500-1999/2000' }, again],
	['a rest of another file', half, 206, { ...rest, etag: '"b"' }, again],
	['a rest of who knows what', half, 206, {}, again],
	['a part that nobody asked for', nothing, 206, { 'content-range': 'bytes 0-9/1000' }, again],
	['nothing more, we have it', { ...half, bytes: 1000 }, 416, { 'content-range': 'bytes */1000' }, { is: 'complete' }],
	['it is shorter than what we have', half, 416, { 'content-range': 'bytes */400' }, again],
	['it is shorter than it was', { ...half, bytes: 900 }, 416, { 'content-range': 'bytes */900' }, again],
	['not there', nothing, 404, {}, { is: 'refused', status: 404, page: false }],
	['not now', half, 503, { 'retry-after': '7' }, { is: 'later', status: 503, afterSeconds: 7 }],
	['too often', half, 429, { 'retry-after': 'Sat, 28 Nov 2026 09:00:00 GMT' }, { is: 'later', status: 429, afterSeconds: null }],
	['a page that wants a log-in', nothing, 200, { 'content-type': 'text/html; charset=utf-8' }, { is: 'refused', status: 200, page: true }],
	['compressed on its way', nothing, 200, { 'content-encoding': 'gzip' }, { is: 'refused', status: 200, page: false }],
	['a weak mark and a date', nothing, 200, { etag: 'W/"a"', 'last-modified': 'Mon' }, { is: 'whole', total: null, validator: 'Mon' }],
	['elsewhere', nothing, 302, { location: '/b' }, { is: 'elsewhere', url: 'https://a.test/b' }],
	['elsewhere without protection', nothing, 302, { location: 'http://b.test/' }, { is: 'refused', status: 302, page: false }],
	['elsewhere on this disk', nothing, 302, { location: 'file:///etc/passwd' }, { is: 'refused', status: 302, page: false }],
	['elsewhere, but where', nothing, 302, {}, { is: 'refused', status: 302, page: false }]
]
for (const [what, part, status, headers, means] of cases)
	test(`the answer is: ${what}`, () => assert.deepEqual(readAnswer(part, 'https://a.test/model', status, headers), means))
