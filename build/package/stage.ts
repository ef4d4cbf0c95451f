import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, matchesGlob } from 'node:path'
import { APP_ID } from '../../electron/hosts/electron/app-id.ts'
import { carriedBy, type Target } from './contents.ts'
import { icnsOf, icoOf, readIcon } from './icons.ts'
import { licencesOf } from './licences.ts'
import { MEDIA_EXTENSIONS } from './media-types.ts'

export interface Staged {
	/** What becomes the archive. */
	readonly app: string
	/** What lies beside it, readable by native code: models, the sample, licences. */
	readonly resources: string
	/** Icons and the installer's additions. */
	readonly build: string
}

/**
 * Lays out in `folder` what a package is made of. Exact: electron-builder's own collection of modules has dropped some (issues 9000, 9423 of
 * its repository), and what is not named in `contents.ts` does not go along. Throws when something is missing: then nothing may be packed.
 */
export function stage(root: string, folder: string, target: Target): Staged {
	rmSync(folder, { recursive: true, force: true })
	const staged = { app: join(folder, 'app'), resources: join(folder, 'resources'), build: join(folder, 'build') }
	for (const path of Object.values(staged)) mkdirSync(path, { recursive: true })
	const packages = carriedBy(target)

	for (const bundle of ['electron', 'renderer'])
		for (const file of filesIn(join(root, 'dist', bundle)).filter(name => !name.endsWith('.map') && name !== '.stamp'))
			copy(join(root, 'dist', bundle, file), join(staged.app, 'dist', bundle, file))
	for (const { name, files } of packages) {
		const from = join(root, 'node_modules', name)
		if (!existsSync(from))
			throw new Error(`${name} is not installed. Each system is packed on itself; else: npm install --no-save --os … --cpu … ${name}`)
		for (const file of filesIn(from).filter(path => path === 'package.json' || files.some(pattern => matchesGlob(path, pattern))))
			copy(join(from, file), join(staged.app, 'node_modules', name, file))
	}
	const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
	const version = (name: string) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version
	write(join(staged.app, 'package.json'), {
		name: about.name,
		productName: 'Holdfast',
		version: about.version,
		description: about.description,
		license: 'GPL-3.0-or-later',
		author: 'The Holdfast authors',
		private: true,
		type: 'module',
		main: 'dist/electron/main.mjs',
		// How Electron, the window manager and the desktop's portals find the entry in the menu.
		desktopName: `${APP_ID}.desktop`,
		dependencies: Object.fromEntries(packages.map(({ name }) => [name, version(name)]))
	})

	for (const model of ['moonshine-tiny-en', 'silero-vad'])
		cpSync(join(root, 'models', model), join(staged.resources, 'models', model), { recursive: true })
	copy(join(root, 'e2e/audio/austen-0870.wav'), join(staged.resources, 'e2e/audio/austen-0870.wav'))
	for (const name of ['LICENSE', 'NOTICE']) copy(join(root, name), join(staged.resources, name))
	writeFileSync(join(staged.resources, 'LICENCES.txt'), licencesOf(root, [...bundledPackages(root), ...packages.map(({ name }) => name)]))

	const icon = readIcon(readFileSync(join(root, 'renderer/ui/icon.svg'), 'utf8'))
	if (target.platform === 'darwin') writeFileSync(join(staged.build, 'icon.icns'), icnsOf(icon))
	if (target.platform === 'win32') {
		writeFileSync(join(staged.build, 'icon.ico'), icoOf(icon))
		writeFileSync(join(staged.build, 'installer.nsh'), installerAdditions())
	}
	if (target.platform === 'linux') {
		mkdirSync(join(staged.build, 'icons'))
		for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) writeFileSync(join(staged.build, `icons/${size}x${size}.png`), icon.png(size))
	}
	return staged
}

/** The packages whose code is in the bundles, by their source maps. */
function bundledPackages(root: string): string[] {
	const found = new Set<string>()
	for (const map of globSync(join(root, 'dist/{electron,renderer}/**/*.map')))
		for (const source of JSON.parse(readFileSync(map, 'utf8')).sources as string[]) {
			const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]
			if (name !== undefined) found.add(name)
		}
	if (!found.has('react') || !found.has('pino')) throw new Error('The bundles have no source maps, so nobody knows whose code is in them.')
	return [...found].sort()
}

/**
 * Windows: Holdfast is offered under “Open with” and takes no kind of file away from another program, as electron-builder's own file
 * associations would.
 */
function installerAdditions(): string {
	const key = 'Software\\Classes\\Applications\\Holdfast.exe'
	return [
		'!macro customInstall',
		`  WriteRegStr SHELL_CONTEXT "${key}\\shell\\open\\command" "" '"$INSTDIR\\Holdfast.exe" "%1"'`,
		...MEDIA_EXTENSIONS.map(extension => `  WriteRegStr SHELL_CONTEXT "${key}\\SupportedTypes" ".${extension}" ""`),
		'!macroend',
		'!macro customUnInstall',
		`  DeleteRegKey SHELL_CONTEXT "${key}"`,
		'!macroend',
		''
	].join('\r\n')
}

function filesIn(folder: string): string[] {
	return globSync('**/*', { cwd: folder, withFileTypes: true })
		.filter(entry => entry.isFile())
		.map(entry =>
			join(entry.parentPath, entry.name)
				.slice(folder.length + 1)
				.replaceAll('\\', '/')
		)
}

function copy(from: string, to: string): void {
	mkdirSync(dirname(to), { recursive: true })
	cpSync(from, to, { dereference: true })
}

function write(path: string, value: unknown): void {
	writeFileSync(path, `${JSON.stringify(value, null, '\t')}\n`)
}
