import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, type InlineConfig } from 'vite'

const root = join(import.meta.dirname, '..')

/** What stays outside of bundles: native code, which must lie where it was put, and what looks for files beside itself. */
const OUTSIDE = [/^electron$/, /^(better-sqlite3|sherpa-onnx-node|opusscript|node-av)(\/|$)/]

/**
 * What ships, and how it is built. Nothing is fetched at run time and no script or style stands in a page, so the strictest
 * Content-Security-Policy holds; assets are never inlined as `data:` for the same reason.
 */
const bundles: Readonly<Record<string, () => InlineConfig[]>> = {
	renderer: () => [
		{
			root: join(root, 'renderer'),
			// Relative addresses serve both hosts: http://127.0.0.1:PORT/ and Electron's own scheme.
			base: './',
			oxc: { jsx: { runtime: 'automatic' } },
			worker: { format: 'es' },
			build: {
				outDir: join(root, 'dist/renderer'),
				emptyOutDir: true,
				target: 'chrome130',
				assetsInlineLimit: 0,
				modulePreload: { polyfill: false },
				sourcemap: true,
				// All of it comes from this machine's disk, at once.
				chunkSizeWarningLimit: 4_000,
				rolldownOptions: {
					// The window, and the page that records in Electron.
					input: ['index.html', 'recorder.html'].map(page => join(root, 'renderer', page)),
					onLog(level, log, handle) {
						// "use client" in React libraries speaks to servers that render pages; there is none here.
						if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log)
					}
				}
			}
		}
	],
	// Whether Electron's Node strips types is not known, and its preload must be one CommonJS file: so main, workers and preload are all bundled.
	electron: () => {
		const host = join(root, 'electron/hosts/electron')
		const workers = ['asr-main', 'decode-main', 'speakers-main']
			.map(name => join(root, `native-bridge/worker/${name}.ts`))
			.filter(path => existsSync(path))
		const threads = ['forensics/dump-thread', 'models/unpack/model-thread'].map(name => join(root, `electron/${name}.ts`))
		return [
			{
				root,
				build: {
					outDir: join(root, 'dist/electron'),
					emptyOutDir: true,
					ssr: true,
					target: 'node24',
					minify: false,
					sourcemap: true,
					rolldownOptions: {
						input: [join(host, 'main.ts'), ...threads, ...workers],
						external: OUTSIDE,
						output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' }
					}
				},
				// Nothing outside makes an installed Holdfast slow.
				define: { 'process.env.HOLDFAST_SLOWNESS': 'undefined' },
				ssr: { target: 'node', noExternal: true }
			},
			{
				root,
				build: {
					outDir: join(root, 'dist/electron'),
					emptyOutDir: false,
					ssr: true,
					target: 'node24',
					minify: false,
					rolldownOptions: {
						input: [join(host, 'preload.ts')],
						external: ['electron'],
						output: { format: 'cjs', entryFileNames: '[name].cjs' }
					}
				},
				// A sandboxed preload may require nothing but `electron` and a few of Node's modules.
				ssr: { target: 'node', noExternal: true, external: ['electron'] }
			}
		]
	}
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(bundles)
for (const name of names) {
	const configs = bundles[name]
	if (configs === undefined) {
		console.error(`There is no bundle "${name}"; there are ${Object.keys(bundles).join(' and ')}.`)
		process.exit(2)
	}
	for (const config of configs()) {
		try {
			await build({ configFile: false, envDir: false, logLevel: 'warn', ...config })
		} catch (error) {
			console.error(error instanceof Error ? error.message : error)
			process.exit(1)
		}
	}
}
