import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { smallModel } from './small-models.ts'
import { clips, longSpeech, sideBySide } from './speech.ts'
import { writeTalk } from './two-voices.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const [first = '', second = ''] = clips

/** Runs the command line in a temporary folder of its own, so that what it leaves behind is seen. */
function start(...args: string[]) {
	const temporary = mkdtempSync(join(folder, 'tmp-'))
	const child = spawn(process.execPath, [join(root, 'electron/hosts/cli/main.ts'), 'transcribe', ...args], {
		env: { ...process.env, TMPDIR: temporary },
		stdio: ['ignore', 'pipe', 'pipe']
	})
	const said = { out: '', err: '' }
	child.stdout.on('data', chunk => {
		said.out += chunk
	})
	child.stderr.on('data', chunk => {
		said.err += chunk
	})
	const ended = once(child, 'close').then(([code]) => ({ ...said, code: code as number | null, left: readdirSync(temporary) }))
	return { child, said, ended }
}

test('text goes to standard output and nothing else does; nothing is left behind', { timeout: 60_000 }, async () => {
	const { out, err, code, left } = await start(first, second).ended
	assert.equal(code, 0, err)
	assert.match(out, /^And Mr\. John Dashwood .*\n[^\n]+young man\.\n$/s)
	assert.match(err, /austen-0870\.wav: 0:0\d of 0:07/)
	assert.deepEqual(left, [])
})

test('--format and --out write one file for each source', { timeout: 60_000 }, async () => {
	const out = join(folder, 'texts')
	const { code, err } = await start(first, second, '--format', 'json', '--out', out).ended
	assert.equal(code, 0, err)
	assert.deepEqual(readdirSync(out).sort(), ['austen-0870.json', 'austen-0880.json'])
	const json = JSON.parse(readFileSync(join(out, 'austen-0870.json'), 'utf8')) as { segments: { words: unknown[]; times: string }[] }
	assert.equal(json.segments[0]?.times, 'estimated')
	assert.ok((json.segments[0]?.words.length ?? 0) > 15)
})

test('--channel takes one channel of each file, and what has none says so', { timeout: 60_000 }, async () => {
	const two = join(folder, 'two.wav')
	writeFileSync(two, sideBySide(first, second))
	const out = join(folder, 'channels')
	const { code, err } = await start(two, first, '--channel', '2', '--out', out).ended
	assert.deepEqual([code, readdirSync(out)], [1, ['two channel 2.txt']], err)
	assert.match(readFileSync(join(out, 'two channel 2.txt'), 'utf8'), /^[^\n]*young man\.\n$/)
	assert.match(err, /austen-0870\.wav: .*channel/)
	const none = await start(two, '--channel', '0').ended
	assert.deepEqual([none.code, none.out], [2, ''])
	assert.match(none.err, /--channel takes a number/)
})

test('--model and --language choose how files are heard; what can’t be is refused before anything begins', {
	timeout: 120_000
}, async () => {
	const models = join(folder, 'two-models')
	mkdirSync(models)
	for (const name of ['moonshine-tiny-en', 'silero-vad']) symlinkSync(join(root, 'models', name), join(models, name))
	symlinkSync(smallModel('small-whisper', join(folder, 'made-for-wishes')), join(models, 'small-whisper'))
	const other = await start(second, '--model', 'small-whisper', '--language', 'en', '--format', 'json', '--models', models).ended
	assert.equal(other.code, 0, other.err)
	assert.match(other.out, /"model": ?"Small Whisper"/i)
	const [unknown, speechless] = [
		await start(second, '--model', 'large', '--models', models).ended,
		await start(second, '--language', 'fr', '--model', 'moonshine-tiny-en', '--models', models).ended
	]
	assert.deepEqual([unknown.code, unknown.out, speechless.code, speechless.out], [2, '', 2, ''])
	assert.match(unknown.err, /There are: .*moonshine-tiny-en.*small-whisper|There are: .*small-whisper.*moonshine-tiny-en/)
	assert.match(speechless.err, /does not know “fr”/)
})

test('--speakers says who speaks, by the model that is named; without a model for that it is a sentence, and the text all the same', {
	timeout: 240_000
}, async () => {
	const models = join(folder, 'models-with-speakers')
	mkdirSync(models)
	for (const name of ['moonshine-tiny-en', 'silero-vad']) symlinkSync(join(root, 'models', name), join(models, name))
	const voices = smallModel('small-speakers', join(folder, 'made'))
	symlinkSync(voices, join(models, 'small-speakers'))
	// The first by name can't be loaded.
	cpSync(voices, join(models, 'broken'), { recursive: true })
	writeFileSync(join(models, 'broken/model.json'), readFileSync(join(voices, 'model.json'), 'utf8').replace('Small', 'A broken'))
	writeFileSync(join(models, 'broken/embedding.onnx'), 'no network')
	const talk = join(folder, 'talk.wav')
	writeTalk(talk)
	const [with2, without] = [
		await start(talk, '--speakers', '2:Small pyannote', '--models', models).ended,
		await start(talk, '--speakers', 'auto', '--models', join(root, 'models')).ended
	]
	assert.equal(with2.code, 0, with2.err)
	assert.deepEqual(with2.out.match(/^Speaker \d(?=: \w)/gm), ['Speaker 1', 'Speaker 2', 'Speaker 1'])
	assert.deepEqual([without.code, without.out.includes('Speaker')], [1, false])
	assert.match(without.out, /\w{4}/)
	assert.match(without.err, /talk\.wav: To tell speakers apart Holdfast needs a model/)
	assert.equal((await start(talk, '--speakers', 'many').ended).code, 2)
	const unknown = await start(talk, '--speakers', '2:moonshine-tiny-en', '--models', models).ended
	assert.deepEqual([unknown.code, unknown.out], [2, ''])
	assert.match(unknown.err, /There are: broken, small-speakers\./)
})

test('a file that can’t be read is a sentence and exit code 1; the others are transcribed', { timeout: 60_000 }, async () => {
	const bad = join(folder, 'letter.mp3')
	writeFileSync(bad, 'Dear Sir, this is not music.\n'.repeat(40))
	const { out, err, code } = await start(bad, second, join(folder, 'missing.wav')).ended
	assert.equal(code, 1)
	assert.match(out, /young man/)
	assert.match(err, /letter\.mp3: This is a text file, not a sound or video file/)
	assert.match(err, /missing\.wav: /)
})

test('a format that does not exist is a sentence and exit code 2', { timeout: 30_000 }, async () => {
	const { out, err, code } = await start(first, '--format', 'pdf').ended
	assert.deepEqual({ out, code }, { out: '', code: 2 })
	assert.match(err, /no format “pdf”.*txt, md, docx, html, srt, vtt/)
})

test('an engine that can’t be started ends the command with its last line, not with waiting for ever', { timeout: 60_000 }, async () => {
	const model = join(folder, 'models/moonshine-tiny-en')
	mkdirSync(model, { recursive: true })
	symlinkSync(join(root, 'models/silero-vad'), join(folder, 'models/silero-vad'))
	for (const file of ['model.json', 'encoder.onnx', 'decoder.onnx'])
		symlinkSync(join(root, 'models/moonshine-tiny-en', file), join(model, file))
	writeFileSync(
		join(model, 'tokens.txt'),
		readFileSync(join(root, 'models/moonshine-tiny-en/tokens.txt'), 'utf8').replace(/^\S+/gm, '!!!!')
	)
	const { out, err, code } = await start(first, second, '--models', join(folder, 'models')).ended
	assert.equal(code, 1)
	assert.equal(out, '')
	assert.match(err, /Unknown character/)
	assert.match(err, /1 of 2 files were not transcribed/)
})

test('Ctrl+C ends it and its workers, and takes its temporary folder with it', { timeout: 60_000 }, async () => {
	const long = join(folder, 'long.wav')
	longSpeech(long, 300, 11)
	const { child, said, ended } = start(long)
	while (!said.err.includes(' of ')) await sleep(50)
	child.kill('SIGINT')
	const { code, left } = await ended
	assert.equal(code, 130)
	assert.deepEqual(left, [])
})

test('an engine killed while it works costs the command nothing', { timeout: 120_000 }, async () => {
	const long = join(folder, 'minute.wav')
	longSpeech(long, 60, 12)
	const calm = await start(long).ended
	const { child, said, ended } = start(long)
	while (!said.err.includes(' of ')) await sleep(20)
	const engine = readdirSync('/proc')
		.filter(pid => /^\d+$/.test(pid))
		.find(pid => {
			try {
				return (
					readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(child.pid) &&
					readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('asr-main')
				)
			} catch {
				return false
			}
		})
	process.kill(Number(engine), 'SIGSEGV')
	const { code, out, err } = await ended
	assert.equal(code, 0, err)
	assert.equal(out, calm.out)
	assert.match(err, /The engine (crashed|was ended from outside) while .*SIGSEGV/)
})
