import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordedAt } from './recorded-at.ts'

const NOW = Date.UTC(2026, 5, 1)

test('believes a container that says when it was recorded, and no clock that was never set', () => {
	const cases: [said: Record<string, string>, container: string, at: number | null][] = [
		[{}, 'MP4', null],
		[{ creation_time: '2024-05-01T08:00:00.000000Z' }, 'MP4', Date.UTC(2024, 4, 1, 8)],
		[
			{ creation_time: '2024-05-02T08:00:00.000000Z', 'com.apple.quicktime.creationdate': '2024-05-01T10:00:00+0200' },
			'MP4',
			Date.UTC(2024, 4, 1, 8)
		],
		[{ creation_time: '1904-01-01T00:00:00.000000Z' }, 'MP4', null],
		[{ creation_time: '1970-01-01T00:00:00.000000Z' }, 'MP4', null],
		[{ creation_time: '2031-01-01T00:00:00.000000Z' }, 'MP4', null],
		[{ creation_time: 'yesterday' }, 'MP4', null],
		[{ date: '2004' }, 'MP3', null],
		[{ date: '2004-05-03' }, 'FLAC', null],
		[{ date: '2024-05-01', creation_time: '10:11:12' }, 'WAV', new Date(2024, 4, 1, 10, 11, 12).getTime()],
		[{ date: '2024:05:01', creation_time: '10-11-12' }, 'WAV', new Date(2024, 4, 1, 10, 11, 12).getTime()],
		[{ date: '2024-05-01' }, 'WAV', new Date(2024, 4, 1, 12).getTime()]
	]
	for (const [said, container, at] of cases) assert.equal(recordedAt(said, container, NOW), at, JSON.stringify(said))
})
