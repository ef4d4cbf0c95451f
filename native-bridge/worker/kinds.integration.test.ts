/** Each kind of model in a real worker process, by a small model of the kind: it works, dies, goes on, and says in a sentence what it can't load. */
import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { smallModels } from '../engines/test-small-models.ts'
import { clips, joined, journalOf, temporaryFolder } from '../engines/test-speech.ts'
import type { Segment, ToWorker } from '../protocol/messages.ts'
import type { ModelDescription } from '../protocol/model.ts'
import { AsrProcess } from './test-asr-process.ts'

const SMALL = smallModels()
/** A sentence said twice, with a pause that ends a segment. */
const SPEECH = joined(
	[1, 1].flatMap(n => clips()[n] ?? []),
	[0.3, 2.5]
)

async function loaded(folder: string, model: string, name: string, modelDir = SMALL.path): Promise<AsrProcess> {
	const worker = new AsrProcess(folder, name)
	worker.send({ type: 'load', engine: SMALL.describe(model).engine, model, modelDir })
	await worker.until('ready')
	return worker
}

function order(journal: string, attempt: string, cursor: number): ToWorker {
	const samples = SPEECH.length
	return { type: 'transcribe', attempt, job: 'j', journal, cursor, samples, ended: true, tuning: 'live', partials: true }
}

const segmentsOf = (worker: AsrProcess, attempt: string): Segment[] =>
	worker.messages.flatMap(message => (message.type === 'step' && message.attempt === attempt && message.segment ? [message.segment] : []))

describe('a kind of model in a process of its own', () => {
	for (const model of SMALL.all()) {
		test(`${model}: killed after its first segment, another goes on, and the text is that of a run that was not`, {
			timeout: 30_000
		}, async () => {
			using folder = temporaryFolder()
			const journal = journalOf(folder.path, SPEECH)
			await using first = await loaded(folder.path, model, 'asr-1')
			first.send(order(journal, 'a1', 0))
			for (let n = 1; segmentsOf(first, 'a1').length === 0; n++) await first.until('step', n)
			await first.kill('SIGKILL')
			// What main has committed: the first segment, and what came before it.
			const steps = first.messages.filter(message => message.type === 'step')
			const committed = steps.slice(0, steps.findIndex(step => step.segment) + 1)
			const cursor = committed.at(-1)?.cursor ?? 0

			await using second = await loaded(folder.path, model, 'asr-2')
			second.send(order(journal, 'a2', cursor))
			await second.until('transcribed')
			second.send(order(journal, 'a3', 0))
			assert.equal((await second.until('transcribed', 2)).cursor, SPEECH.length)
			const whole = segmentsOf(second, 'a3')
			assert.ok(whole.length >= 2, `${whole.length} segments`)
			const resumed = [...committed.flatMap(step => step.segment ?? []), ...segmentsOf(second, 'a2')]
			assert.equal(JSON.stringify(resumed), JSON.stringify(whole))
		})
	}
})

/** A models folder with one model whose files are another's, and nothing that would tell. */
function disguised(folder: string, model: ModelDescription, id: string, other: string): void {
	SMALL.copyTo(folder)
	const strangers = SMALL.describe(other).files.filter(file => file.name.endsWith('.onnx'))
	const files = model.files.map(({ role, name }) => ({ role, name }))
	for (const [i, { name }] of files.filter(file => file.name.endsWith('.onnx')).entries()) {
		const stranger = strangers[i % strangers.length]?.name ?? ''
		cpSync(join(SMALL.path, other, stranger), join(folder, id, name))
	}
	writeFileSync(join(folder, id, 'model.json'), JSON.stringify({ ...model, files }))
}

describe('files of another kind of model', () => {
	for (const [id, other] of [
		['small-dolphin', 'small-nemo-ctc'],
		['small-sense-voice', 'small-whisper'],
		['small-transducer', 'small-fire-red'],
		['small-canary', 'small-moonshine-v1'],
		['small-streaming-transducer', 'small-canary'],
		['small-streaming-zipformer-ctc', 'small-dolphin']
	] as const) {
		test(`${id} with the files of ${other}: a sentence, an end that says why, or no words; never a worker that hangs`, {
			timeout: 30_000
		}, async () => {
			using folder = temporaryFolder()
			const model = SMALL.describe(id)
			disguised(folder.path, model, id, other)
			await using worker = new AsrProcess(folder.path)
			worker.send({ type: 'load', engine: model.engine, model: id, modelDir: folder.path })
			const ended = worker.exit.then(exit => ({ kind: 'ended' as const, exit }))
			const outcome = await Promise.race([
				ended,
				worker.until('unfit').then(
					({ problem }) => ({ kind: 'unfit' as const, problem }),
					() => ended
				),
				worker.until('ready').then(
					() => ({ kind: 'ready' as const }),
					() => ended
				)
			])
			if (outcome.kind === 'unfit') return assert.match(outcome.problem.text, /Fetch the model again\.$/)
			if (outcome.kind === 'ready') {
				worker.send(order(journalOf(folder.path, SPEECH), 'a1', 0))
				await worker.until('transcribed').catch(() => worker.exit)
				return
			}
			const { code, signal, stderr } = outcome.exit
			// By the rules of `electron/forensics/rules/engine-said.ts` both are explained: what sherpa says before it ends, and what ONNX Runtime throws.
			assert.match(stderr, /\.(cc|h):\w+:\d+ |Ort::Exception|onnxruntime/i, `${code} ${signal}`)
		})
	}
})

test('a damaged streaming model is a sentence before the library sees it, which would end the process', async () => {
	using folder = temporaryFolder()
	SMALL.copyTo(folder.path)
	const id = 'small-streaming-transducer'
	const path = join(folder.path, id, 'encoder.onnx')
	const bytes = readFileSync(path)
	const middle = bytes.length >> 1
	bytes.writeUInt8(bytes.readUInt8(middle) ^ 255, middle)
	writeFileSync(path, bytes)
	await using worker = new AsrProcess(folder.path)
	worker.send({ type: 'load', engine: 'sherpa-streaming', model: id, modelDir: folder.path })
	const { problem } = await worker.until('unfit')
	assert.equal(problem.code, 'model-changed')
	assert.match(problem.text, /encoder\.onnx is not the file that was installed/)
})
