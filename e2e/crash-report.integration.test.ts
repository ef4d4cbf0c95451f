import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ApiClient } from './api-client.ts'
import { startHost } from './host.ts'
import { missingAddons } from './native-faults.ts'
import { longSpeech } from './speech.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'holdfast-report-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Set: the report goes there, as `docs/a-crash-report.md`. */
const writeTo = process.env.HOLDFAST_SAMPLE_REPORT

/** Engines under this host write through a null pointer, in native code, when they get SIGUSR2. */
function armEngines(): void {
	const addon = join(root, `dist/addon/${process.platform}-${process.arch}/test-faults.node`)
	const script = join(folder, 'armed.mjs')
	writeFileSync(
		script,
		`import { createRequire } from 'node:module'
if (process.env.HOLDFAST_NAME?.startsWith('engine')) {
	const faults = createRequire(import.meta.url)(${JSON.stringify(addon)})
	process.on('SIGUSR2', () => faults.happen('null-write'))
}`
	)
	process.env.NODE_OPTIONS = `--import ${pathToFileURL(script)}`
}

/** A minute and a half of speech is dropped; the engine crashes in native code in the middle of it, and all of it is transcribed. */
async function crashAtWork(client: ApiClient): Promise<string> {
	const wav = join(folder, 'Board meeting.wav')
	longSpeech(wav, 90, 33)
	const pid = await client.readyPid('engine')
	await client.readyPid('engine-standby')
	// For a report with a whole minute of memory in it.
	if (writeTo !== undefined) await sleep(45_000)
	const [job] = await client.drop(wav)
	assert.ok(job)
	const segments = [1, 2, 3]
	for (const _ of segments) await client.next('text', event => event.type === 'segment' && event)
	const read = client.next('its record, with what the dump says', event => {
		return (
			event.type === 'exit' &&
			event.exit.pid === pid &&
			event.exit.dump !== null &&
			(event.exit.crash?.thread.frames.length ?? 0) > 0 &&
			event.exit
		)
	})
	process.kill(pid, 'SIGUSR2')
	const record = await read
	assert.equal((await client.over(job.id)).state, 'done')
	return record.id
}

test('a native crash at work is told so that anyone understands it, and nothing personal is in it', { timeout: 240_000 }, async context => {
	const missing = missingAddons()
	if (missing !== false) return context.skip(missing)
	armEngines()
	const host = await startHost({ standby: true })
	try {
		const client = await host.connect()
		const exit = await crashAtWork(client)
		const { markdown } = await client.request('exit.report', { exit })
		for (const said of [
			/^# The engine crashed while transcribing \d:\d\d–\d:\d\d of “\\<title 1>”: .*test-faults\.node.*\(SIGSEGV\)\.\n/,
			/\n\*\*Known\*\*/,
			/\n- exit signal SIGSEGV\n/,
			/\n {2}0 {2}test-faults\.node!.*writeToNull.* the thread’s own registers\n/,
			/\n.* node!.*uv_run.* unwind tables\n/,
			/\nMemory {5}[▁-█ ]+ {2}\d+ → \d+ MB/,
			/\n- “\\<title 1>” had come to \d:\d\d: it went on from there by itself\.\n- Words lost: 0\. Audio lost: none\.\n- A standby that had been waiting took over/,
			/\n\| unwind tables \|/
		])
			assert.match(markdown, said)

		const choice = { dump: true, audio: true, redact: true }
		const shown = await client.request('exit.bundle-preview', { exit, choice })
		const { name, zip } = await client.request('exit.bundle', { exit, choice })
		assert.match(name, /^holdfast-crash-\d{4}-\d\d-\d\d-engine\.zip$/)
		assert.equal(Buffer.from(zip, 'base64').toString('latin1', 0, 2), 'PK')
		assert.ok(
			['report.md', 'record.json', 'about.json', 'logs/engine.log', 'logs/main.log', 'crash.dmp', 'audio.wav'].every(file =>
				shown.some(entry => entry.name === file)
			)
		)
		for (const { name: file, preview } of shown) {
			for (const secret of ['Board meeting', host.dataDir]) assert.ok(!preview?.includes(secret), `“${secret}” in ${file}`)
		}
		if (writeTo !== undefined) writeFileSync(writeTo, sample(markdown))

		await client.request('exits.delete-all', {})
		assert.deepEqual(await client.request('exits.list', { limit: 10 }), [])
		client.close()
	} finally {
		await host.stop()
	}
})

/** With a word on where it comes from, and without this checkout's place. */
function sample(markdown: string): string {
	const about = `<!-- Written by Holdfast about a real death: e2e/crash-report.integration.test.ts made the engine write through a null pointer, in native
code (test-faults.node), in the middle of transcribing. To make it anew: HOLDFAST_SAMPLE_REPORT=docs/a-crash-report.md, and run that test. -->`
	return `${about}\n\n${markdown.replaceAll(root.replace(/\/$/, ''), '<holdfast>')}`
}
