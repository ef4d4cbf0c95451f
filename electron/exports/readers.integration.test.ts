/** Subtitles and lyrics as FFmpeg reads them, which is what most players do. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { cuesOf } from './cues.ts'
import { formatOf } from './registry.ts'
import { exported, gap, mark, others, said } from './test-exported.ts'

const words = Array.from({ length: 60 }, (_, n) => `word${n}${n % 9 === 8 ? '.' : ''}`).join(' ')
const made = exported(
	[said(0, 24, words), { ...said(40, 46, '我们今天讨论设计，还有明天的会议安排。'), words: [] }, said(3_700, 3_702, 'a < b & c --> d')],
	[gap(26, 32, 'damaged')],
	[mark('mark', 33, 0, 'ask')],
	others(50, [said(0, 2, 'Yes, I agree.')])
)

for (const [id, codec] of [
	['srt', 'subrip'],
	['vtt', 'webvtt'],
	['lrc', 'text']
] as const) {
	test(`${id}: FFmpeg finds every piece at its time`, async context => {
		const folder = mkdtempSync(join(tmpdir(), 'holdfast-readers-'))
		context.after(() => rmSync(folder, { recursive: true }))
		const path = join(folder, `made.${id}`)
		writeFileSync(path, (await formatOf(id)?.write(made)) as string)
		const args = ['-v', 'error', '-show_entries', 'stream=codec_name:packet=pts_time,duration_time', '-show_packets', '-of', 'json', path]
		const seen = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })) as {
			streams: { codec_name: string }[]
			packets: { pts_time: string; duration_time: string }[]
		}
		assert.equal(seen.streams[0]?.codec_name, codec)
		const text = execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'srt', '-'], { encoding: 'utf8' }).replaceAll('\r', '')
		assert.deepEqual(text.match(/word\d+/g), words.match(/word\d+/g))
		assert.match(text.replaceAll('\n', ''), /我们今天讨论设计，还有明天的会议安排。/)
		assert.match(text.replaceAll('\n', ' '), /not transcribed: the file is damaged here/)
		assert.match(text.replaceAll('\u2060', ''), /a < b & c --> d/)
		if (id === 'lrc') return
		const cues = cuesOf(made, { named: id === 'srt' })
		const ms = (samples: number) => Math.round(samples / 16)
		assert.deepEqual(
			seen.packets.map(packet => [Math.round(Number(packet.pts_time) * 1_000), Math.round(Number(packet.duration_time) * 1_000)]),
			cues.map(({ from, to }) => [ms(from), ms(to) - ms(from)])
		)
	})
}
