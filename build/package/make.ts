/**
 * `npm run package`: installers for the system it runs on. `-- --light` leaves node-av out, `--arch arm64` is for macOS, `--dir` makes the
 * folder only, `--test` leaves the inspector in for tests. Needs Electron's files and, for installers, electron-builder's own tools, which it fetches.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Arch, build, Platform } from 'electron-builder'
import { configuration } from './config.ts'
import { TARGETS, type Target } from './contents.ts'
import { stage } from './stage.ts'

const root = join(import.meta.dirname, '../..')

/** Packs for one target; gives the folder that electron-builder wrote to. */
export async function pack(
	target: Target,
	how: { readonly dirOnly: boolean; readonly use: 'release' | 'test'; readonly electronDist?: string; readonly output?: string }
): Promise<string> {
	const output = how.output ?? join(root, 'dist/package', `${target.platform}-${target.arch}-${target.flavour}`)
	const staged = stage(root, join(output, 'staged'), target)
	const electronVersion: string = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version
	const { electronDist } = how
	const config = configuration({
		target,
		staged,
		output,
		electronVersion,
		use: how.use,
		...(electronDist === undefined ? {} : { electronDist })
	})
	const platform = { linux: Platform.LINUX, darwin: Platform.MAC, win32: Platform.WINDOWS }[target.platform]
	await build({ projectDir: root, targets: platform.createTarget(how.dirOnly ? 'dir' : null, Arch[target.arch]), config, publish: 'never' })
	return output
}

if (import.meta.main) {
	const { values } = parseArgs({
		options: {
			light: { type: 'boolean', default: false },
			dir: { type: 'boolean', default: false },
			test: { type: 'boolean', default: false },
			arch: { type: 'string', default: process.arch }
		}
	})
	const target = TARGETS.find(({ platform, arch }) => platform === process.platform && arch === values.arch)
	if (target === undefined) {
		console.error(`There is no Holdfast for ${process.platform} on ${values.arch}: the engine has no binaries there.`)
		process.exit(2)
	}
	const made = await pack(
		{ ...target, flavour: values.light ? 'light' : 'full' },
		{ dirOnly: values.dir, use: values.test ? 'test' : 'release' }
	)
	console.log(`Holdfast is packed in ${made}`)
}
