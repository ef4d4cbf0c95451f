/** What becomes of recorded audio, with the real decoder in real processes and an engine that plays a script. */
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { folderFor } from '../../../native-bridge/journal/test-folder.ts'
import type { Settings } from '../../contract/settings.ts'
import { appFor, type Deed, words } from './test-app.ts'

/** Seconds that take some to copy. */
const LONG = 90

async function keeping(context: TestContext, keepAudio: Settings['keepAudio'], deeds: Deed[] = []) {
	const dataDir = join(folderFor(context), 'data')
	mkdirSync(dataDir)
	writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ keepAudio, polish: false, standby: 'off' }))
	const app = await appFor(context, { deeds }, 'off', { dataDir })
	return {
		...app,
		/** What is kept of a recording, and what was left half done, by their endings; its levels are only drawn from it. */
		kept: (id: string) =>
			readdirSync(join(dataDir, 'audio'))
				.filter(name => name.startsWith(id))
				.map(name => name.slice(id.length + 1))
				.filter(ending => ending !== 'levels')
				.sort(),
		recorded: async (seconds: number) => {
			const { id, speak, stop } = await app.record()
			await speak(seconds)
			await stop()
			return id
		},
		/** Waits until so much of its audio is there. */
		audio: (id: string, wav: boolean, opus: boolean) =>
			app.wait(
				`audio of ${id}: ${wav} ${opus}`,
				event =>
					event.type === 'transcript' &&
					event.transcript.id === id &&
					event.transcript.audio.opus === opus &&
					event.transcript.audio.wav === wav,
				60_000
			),
		copying: (id: string) =>
			app.next(
				`a copy of ${id}`,
				event => event.type === 'transcript' && event.transcript.id === id && event.transcript.audio.copying,
				60_000
			)
	}
}

test('a recording of which only the copy is kept can have a gap tried again, and its journal goes again', {
	timeout: 120_000
}, async context => {
	const app = await keeping(context, 'opus', [{ at: 6, does: { kind: 'die', signal: 'SIGSEGV' } }])
	const id = await app.recorded(12)
	await app.over(id)
	const [gap] = (await app.ask('transcript.get', { transcript: id })).gaps
	assert.equal(gap?.cause, 'engine-died')
	await app.audio(id, false, true)
	assert.deepEqual(app.kept(id), ['opus'])

	app.play({ deeds: [] })
	await app.ask('process.restart', { name: 'engine' })
	const filled = app.next('the gap filled', event => event.type === 'gap-changed' && event.transcript === id && event.gap === null)
	assert.deepEqual(await app.ask('gap.retry', { transcript: id, from: gap?.from ?? 0 }), {})
	await filled
	assert.equal(await app.told(id), words(0, 12))
	for (let tries = 0; tries < 100 && app.kept(id).length > 1; tries++) await sleep(50)
	assert.deepEqual(app.kept(id), ['opus'])
})

test('what is kept is what was wanted when the recording began', { timeout: 120_000 }, async context => {
	const app = await keeping(context, 'wav')
	const first = await app.recorded(2)
	await app.ask('settings.set', { keepAudio: 'both' })
	const second = await app.recorded(2)
	await app.ask('settings.set', { keepAudio: 'opus' })
	const third = await app.recorded(2)
	await app.audio(third, false, true)
	await app.audio(second, true, true)
	await app.over(first)
	await sleep(2_500)
	assert.deepEqual([first, second, third].map(app.kept), [['wav'], ['opus', 'wav'], ['opus']])
})

test('the decoder is killed while it copies: it says so, the half goes, and the copy is made', { timeout: 180_000 }, async context => {
	const app = await keeping(context, 'opus')
	const id = await app.recorded(LONG)
	await app.over(id)
	await app.copying(id)
	const pid = await app.pid('decoder')
	for (let tries = 0; tries < 400 && !app.kept(id).includes('opus.part'); tries++) await sleep(10)
	process.kill(pid, 'SIGKILL')
	await app.wait('its death', event => event.type === 'exit' && event.exit.pid === pid)
	await app.audio(id, false, true)
	assert.deepEqual(app.kept(id), ['opus'])
	const [death] = await app.deaths()
	// It costs the transcript nothing, so it is none of its deaths.
	assert.deepEqual([death?.crumb?.activity, death?.crumb?.job, death?.jobs], ['encoding-audio', id, []])
	assert.match(death?.explanation.text ?? '', /while making a compressed copy of the recording “Recording”/)
	const { transcript } = await app.ask('transcript.get', { transcript: id })
	assert.deepEqual([transcript.state, transcript.samples, transcript.notices], ['done', LONG * 16_000, []])
})

test('a file that is dropped, and a recording that begins, come before a copy', { timeout: 180_000 }, async context => {
	const app = await keeping(context, 'both')
	const id = await app.recorded(LONG)
	await app.over(id)
	await app.copying(id)
	const file = await app.drop(20)
	assert.equal((await app.over(file)).state, 'done')
	const { transcript } = await app.ask('transcript.get', { transcript: id })
	assert.equal(transcript.audio.opus, false, 'it was not waited for')
	await app.copying(id)
	const other = await app.record()
	const putOff = await app.next('put off', event => event.type === 'transcript' && event.transcript.id === id && event.transcript)
	assert.deepEqual(putOff.audio, { wav: true, opus: false, copying: false })
	await other.stop()
	await app.audio(id, true, true)
	assert.deepEqual(app.kept(id), ['opus', 'wav'])
})
