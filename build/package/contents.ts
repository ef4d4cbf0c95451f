/** A packed Holdfast for one system and processor. `light` has no node-av: it opens fewer kinds of files and is a third of the size. */
export interface Target {
	readonly platform: 'linux' | 'darwin' | 'win32'
	readonly arch: 'x64' | 'arm64'
	readonly flavour: 'full' | 'light'
}

/** Where the engine has binaries; Windows on arm64 it has not (sherpa-onnx 1.13.8). */
export const TARGETS: readonly Omit<Target, 'flavour'>[] = [
	{ platform: 'linux', arch: 'x64' },
	{ platform: 'linux', arch: 'arm64' },
	{ platform: 'darwin', arch: 'arm64' },
	{ platform: 'darwin', arch: 'x64' },
	{ platform: 'win32', arch: 'x64' }
]

/** A package that stays a package, since it has native code or looks for files beside itself, and which of its files go along. */
export interface Carried {
	readonly name: string
	/** Paths inside it, as `path.matchesGlob` takes them. Its `package.json` always goes along. */
	readonly files: readonly string[]
}

/** The packages in an archive's `node_modules`. Everything else is in the bundles. */
export function carriedBy({ platform, arch, flavour }: Target): readonly Carried[] {
	const system = platform === 'win32' ? 'win' : platform
	return [
		{ name: 'better-sqlite3', files: ['LICENSE', 'lib/**/*.js', `prebuilds/${platform}-${arch}.node`] },
		{ name: 'opusscript', files: ['LICENSE', 'index.js', 'build/*.js', 'build/*.wasm', 'build/COPYING.libopus'] },
		{ name: 'sherpa-onnx-node', files: ['*.js'] },
		// The C++ interface is nobody's here.
		{ name: `sherpa-onnx-${system}-${arch}`, files: ['index.js', 'sherpa-onnx.node', '!(*cxx*).{so,so.*,dylib,dll}'] },
		// Only to say which version it is; the code is in the bundle.
		{ name: 'mediabunny', files: ['LICENSE'] },
		...(flavour === 'light'
			? []
			: [
					{ name: 'node-av', files: ['LICENSE.md', 'dist/{lib,constants,utils}/**/*.js'] },
					{ name: `@seydx/node-av-${platform}-${arch}`, files: ['node-av.node'] }
				])
	]
}

/** What may be in an archive, and nothing else; and what must. Paths inside it, with `/`. */
export function mayHold(target: Target): { readonly allowed: readonly string[]; readonly needed: readonly string[] } {
	const packages = carriedBy(target)
	const bundles = [
		'main.mjs',
		'preload.cjs',
		'asr-main.mjs',
		'decode-main.mjs',
		'speakers-main.mjs',
		'dump-thread.mjs',
		'model-thread.mjs'
	].map(name => `dist/electron/${name}`)
	return {
		allowed: [
			'package.json',
			...bundles,
			'dist/electron/*-????????.mjs',
			'dist/renderer/{index,recorder}.html',
			'dist/renderer/assets/*.{js,css,svg,woff2,wasm,png}',
			...packages.flatMap(({ name, files }) => ['package.json', ...files].map(file => `node_modules/${name}/${file}`))
		],
		needed: [
			'package.json',
			...bundles,
			'dist/renderer/index.html',
			'dist/renderer/recorder.html',
			...packages.map(({ name }) => `node_modules/${name}/package.json`),
			`node_modules/better-sqlite3/prebuilds/${target.platform}-${target.arch}.node`
		]
	}
}

/** Installed, without Electron's own files. The model is 30 MB of it, node-av 170. */
export const MOST_BYTES: Readonly<Record<Target['flavour'], number>> = { full: 280_000_000, light: 90_000_000 }
