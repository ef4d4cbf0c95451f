/**
 * What `npm run package` makes, as far as it can be seen without Electron: packed by electron-builder around a stub of Electron, listed,
 * weighed, and run under Node and our stand-in, with its workers started from the archive's files and the models beside it.
 */
import assert from 'node:assert/strict'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, matchesGlob } from 'node:path'
import { after, test } from 'node:test'
import { extractAll, listPackage, statFile } from '@electron/asar'
import fuses from '@electron/fuses'
import * as v from 'valibot'
import { CONTRACT_VERSION } from '../../electron/contract/commands.ts'
import { ServerMessage } from '../../electron/contract/events.ts'
import { Transcript } from '../../electron/contract/records.ts'
import { RunningMain } from '../../electron/hosts/electron/stand-in/run-main.ts'
import { wordErrorRate } from '../../native-bridge/engines/word-error-rate.ts'
import { carriedBy, MOST_BYTES, mayHold, type Target } from './contents.ts'
import { pack } from './make.ts'
import { makeStubElectron } from './stub-electron.ts'

const { FuseV1Options, getCurrentFuseWire } = fuses
/** What stands in the program for a fuse that is on. */
const ON = '1'.charCodeAt(0)
const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'holdfast-package-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
const skip = process.platform === 'linux' ? false : 'its stub of Electron is one for Linux'

for (const flavour of ['full', 'light'] as const) {
	const target: Target = { platform: 'linux', arch, flavour }
	test(`${flavour}: packed, it holds what it should, weighs what it may, and transcribes`, { skip, timeout: 300_000 }, async context => {
		const electronVersion: string = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version
		const output = await pack(target, {
			dirOnly: true,
			use: 'release',
			electronDist: makeStubElectron(join(folder, `electron-${flavour}`), electronVersion),
			output: join(folder, flavour)
		})
		const installed = join(output, arch === 'x64' ? 'linux-unpacked' : 'linux-arm64-unpacked')
		const resources = join(installed, 'resources')
		const archive = join(resources, 'app.asar')
		const files = listPackage(archive, { isPack: false })
			.map(path => path.replaceAll('\\', '/').slice(1))
			.filter(path => !('files' in statFile(archive, path)))

		await context.test('its archive holds nothing but what is allowed, and all that is needed', () => {
			const { allowed, needed } = mayHold(target)
			assert.deepEqual(
				files.filter(path => !allowed.some(pattern => matchesGlob(path, pattern))),
				[]
			)
			assert.deepEqual(
				needed.filter(path => !files.includes(path)),
				[]
			)
			assert.ok(flavour === 'full' || !files.some(path => path.includes('node-av')))
		})

		await context.test('every package lies whole beside the archive, where native code finds its libraries', () => {
			const packed = files.filter(path => path.startsWith('node_modules/'))
			assert.deepEqual(
				packed.filter(path => !existsSync(join(`${archive}.unpacked`, path))),
				[]
			)
		})

		await context.test('beside it are the models, the sample, and the licence of everything in it', () => {
			for (const name of [
				'models/moonshine-tiny-en/decoder.onnx',
				'models/silero-vad/silero_vad.onnx',
				'e2e/audio/austen-0870.wav',
				'LICENSE',
				'NOTICE'
			])
				assert.ok(existsSync(join(resources, name)), name)
			const licences = readFileSync(join(resources, 'LICENCES.txt'), 'utf8')
			for (const name of ['react', 'pino', 'valibot', 'mediabunny', ...carriedBy(target).map(each => each.name)])
				assert.match(licences, new RegExp(`^${name} [\\d.]+ \\(.+\\)`, 'm'), name)
			assert.match(licences, /GNU GENERAL PUBLIC LICENSE\s+Version 3/)
			assert.ok(existsSync(join(installed, 'LICENSES.chromium.html')))
			assert.deepEqual(globSync('*', { cwd: join(installed, 'locales') }).sort(), ['en-US.pak', 'zh-CN.pak'])
		})

		await context.test('the program runs nothing but its archive, and no script of whoever starts it', async () => {
			const wire = await getCurrentFuseWire(join(installed, 'holdfast'))
			const state = (fuse: fuses.FuseV1Options) => wire[fuse] === ON
			assert.deepEqual(
				[
					state(FuseV1Options.RunAsNode),
					state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
					state(FuseV1Options.EnableNodeCliInspectArguments),
					state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
					state(FuseV1Options.OnlyLoadAppFromAsar),
					state(FuseV1Options.GrantFileProtocolExtraPrivileges)
				],
				[false, false, false, true, true, false]
			)
		})

		await context.test(`it weighs no more than ${MOST_BYTES[flavour] / 1e6} MB without Electron`, () => {
			const parts = new Map<string, number>()
			for (const entry of globSync('**/*', { cwd: resources, withFileTypes: true })) {
				if (!entry.isFile()) continue
				const path = join(entry.parentPath, entry.name)
				const inside = path.slice(resources.length + 1)
				const part = /^app\.asar\.unpacked\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(inside)?.[1] ?? inside.split('/')[0] ?? ''
				parts.set(part, (parts.get(part) ?? 0) + statSync(path).size)
			}
			const all = [...parts.values()].reduce((sum, bytes) => sum + bytes, 0)
			for (const [part, bytes] of [...parts].sort(([, a], [, b]) => b - a))
				context.diagnostic(`${flavour}: ${(bytes / 1e6).toFixed(1).padStart(6)} MB  ${part}`)
			context.diagnostic(`${flavour}: ${(all / 1e6).toFixed(1).padStart(6)} MB  all`)
			assert.ok(all <= MOST_BYTES[flavour], `${all}`)
		})

		await context.test('its main starts, shows its window, and workers from the archive transcribe a file', async () => {
			// Node knows no archives: the same files in a folder of the archive's name.
			const program = join(folder, `run-${flavour}`)
			extractAll(archive, join(program, 'app.asar'))
			rmSync(archive)
			symlinkSync(join(resources, 'models'), join(program, 'models'))
			// Only node-av opens the first; the light one has other means for the second. This is about the way, not the ear: a word may be misheard.
			const [clip, said] =
				flavour === 'full'
					? ['native-bridge/decode/fixtures/speech.m4a', 'austen-0880.wav']
					: ['e2e/audio/austen-0870.wav', 'austen-0870.wav']
			const main = new RunningMain(
				join(program, 'app.asar/dist/electron/main.mjs'),
				['--data', join(folder, `data-${flavour}`), join(root, clip)],
				{ NODE_PATH: '' }
			)
			try {
				await main.page()
				await main.order({ do: 'send', message: { type: 'hello', contract: CONTRACT_VERSION, epoch: null, last: null, page: null } })
				const page = v.parse(v.object({ base64: v.string() }), await main.order({ do: 'fetch', url: 'app://holdfast/index.html' }))
				assert.match(Buffer.from(page.base64, 'base64').toString(), /<title>Holdfast<\/title>/)
				const transcripts = () =>
					main.heard.flatMap(message => {
						const parsed = v.parse(ServerMessage, message)
						if (parsed.type === 'welcome') return parsed.snapshot?.transcripts ?? []
						return parsed.type === 'event' && parsed.event.type === 'transcript' ? [parsed.event.transcript] : []
					})
				const done = await main.until('the transcript', () => transcripts().find(each => ['done', 'failed'].includes(each.state)), 120_000)
				assert.deepEqual([v.parse(Transcript, done).state, done.problem], ['done', null])
				await main.order({
					do: 'send',
					message: { type: 'request', id: 1, name: 'transcript.export', params: { transcript: done.id, format: 'txt' } }
				})
				const text = await main.until('the text', () =>
					main.heard.map(message => v.parse(ServerMessage, message)).find(message => message.type === 'response' && message.id === 1)
				)
				assert.ok(text.type === 'response' && text.ok)
				const texts: Record<string, string> = JSON.parse(readFileSync(join(root, 'e2e/audio/transcripts.json'), 'utf8'))
				const heard = v.parse(v.object({ text: v.string() }), text.result).text
				assert.ok(wordErrorRate(texts[said] ?? '', heard) <= 0.25, heard)
			} finally {
				await main.order({ do: 'quit' }).catch(() => {})
				await main.ended
				rmSync(program, { recursive: true, force: true })
			}
		})
		rmSync(output, { recursive: true, force: true })
	})
}
