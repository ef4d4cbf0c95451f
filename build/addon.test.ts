import assert from 'node:assert/strict'
import { cp, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ensureAddon } from './addon.mjs'
import { keepChildren } from './children.mjs'
import { findNode24 } from './node24.mjs'
import { showProgress } from './progress.mjs'

const checkout = dirname(import.meta.dirname)
const node = findNode24(checkout)
const machine = { platform: 'linux', arch: process.arch === 'arm64' ? 'arm64' : 'x64' }
const children = keepChildren()

/** A checkout with the addon's sources, and a compiler that is a script: what it is told it leaves in its output, and then does `body`. */
async function checkoutFor(
	context: TestContext,
	body: string
): Promise<{ root: string; build: (compilers?: string[]) => ReturnType<typeof ensureAddon> }> {
	const root = await mkdtemp(join(tmpdir(), 'holdfast-addon-'))
	context.after(() => rm(root, { recursive: true }))
	await cp(join(checkout, 'native-bridge/addon'), join(root, 'native-bridge/addon'), { recursive: true })
	await mkdir(join(root, 'node/include/node'), { recursive: true })
	await writeFile(join(root, 'node/include/node/node_api.h'), '')
	const compiler = join(root, 'compiler')
	await writeFile(compiler, `#!/bin/sh\nfor last; do :; done\necho "$@" > "$last"\n${body}\n`, { mode: 0o700 })
	const progress = showProgress({ write: () => true })
	const common = { root, node: join(root, 'node/bin/node'), name: 'crash-capture' as const, progress, children, machine }
	return { root, build: (compilers = [compiler]) => ensureAddon({ ...common, compilers }) }
}

test('the addon is built when it is missing or its sources changed, and not otherwise', {
	skip: process.platform === 'win32' && 'The compiler is a shell script.'
}, async context => {
	const { root, build } = await checkoutFor(context, 'exit 0')
	const path = join(root, `dist/addon/linux-${machine.arch}/crash-capture.node`)
	assert.deepEqual(await build(), { ok: true, value: { path, built: true } })
	assert.deepEqual(await build(), { ok: true, value: { path, built: false } })
	const source = join(root, 'native-bridge/addon/on-crash.cc')
	await utimes(source, 1, 1)
	assert.deepEqual(await build(), { ok: true, value: { path, built: false } })
	await writeFile(source, '// changed')
	assert.deepEqual(await build(), { ok: true, value: { path, built: true } })
	await rm(path)
	assert.deepEqual(await build(), { ok: true, value: { path, built: true } })
	// Tests and faults are no part of what is loaded.
	await writeFile(join(root, 'native-bridge/addon/test-faults.cc'), '// changed')
	assert.deepEqual(await build(), { ok: true, value: { path, built: false } })
})

test('without a compiler that works there is a sentence, and nothing half-built', {
	skip: process.platform === 'win32' && 'The compiler is a shell script.'
}, async context => {
	const { root, build } = await checkoutFor(context, 'echo "x.cc:1: fatal error: elf.h: No such file or directory" >&2; exit 1')
	const check = async (compilers: string[] | undefined, expected: RegExp): Promise<void> => {
		const built = await build(compilers)
		assert.match(built.ok ? '' : built.problem.text, expected)
	}
	await check(
		['no-such-compiler', 'nor-this'],
		/^Native crashes will leave no dump .*: no C\+\+ compiler was found \(tried no-such-compiler, nor-this\)\..*install g\+\+/
	)
	await check(undefined, /could not build it \(x\.cc:1: fatal error: elf\.h: No such file or directory\)/)
	assert.deepEqual(await readdir(join(root, `dist/addon/linux-${machine.arch}`)), [])
	await rm(join(root, 'node'), { recursive: true })
	await check(undefined, /no headers of Node beside .*Run `npm ci`/)
})

test('on a system without signals of ours nothing is built', async () => {
	const progress = showProgress({ write: () => true })
	for (const machine of [
		{ platform: 'darwin', arch: 'arm64' },
		{ platform: 'win32', arch: 'x64' },
		{ platform: 'linux', arch: 's390x' }
	]) {
		const built = await ensureAddon({ root: checkout, node: node.ok ? node.value : '', name: 'crash-capture', progress, children, machine })
		assert.equal(built.ok ? '' : built.problem.code, 'no-capture-here')
	}
})
