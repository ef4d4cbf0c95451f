import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { atAddress, imageBase, readElf } from './elf.ts'
import { imageOf, openImage } from './image-source.ts'
import { localImages } from './images.ts'
import { findSymbols } from './symbols.ts'
import { synthElf } from './test-elf.ts'

const functions = [
	{ at: 0x1000, size: 0x20, name: 'outer' },
	{ at: 0x1008, size: 8, name: 'part_of_outer' },
	{ at: 0x1030, size: 0, name: 'label_without_size' },
	{ at: 0x1040, size: 0x10, name: 'größe' }
]
const file = synthElf({ functions, buildId: [0xab, 0xcd, 0xef, 1, 2], code: Uint8Array.of(1, 2, 3) })

function withFolder(use: (folder: string) => void) {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-elf-'))
	try {
		use(folder)
	} finally {
		rmSync(folder, { recursive: true })
	}
}

test('a file tells its build and what lies at its addresses', () => {
	const elf = readElf(imageOf(file))
	assert.ok(elf)
	assert.deepEqual([elf.buildId, elf.machine, imageBase(elf)], ['abcdef0102', 'x86_64', 0])
	assert.deepEqual(atAddress(elf, 0x1000, 3), Uint8Array.of(1, 2, 3))
	assert.equal(atAddress(elf, 0x1ffe, 4), undefined)
	assert.equal(atAddress(elf, 0x100000, 1), undefined)
})

test('a function gives its name to its own bytes and to no others', () => {
	const elf = readElf(imageOf(file))
	assert.ok(elf)
	const asked = [0xfff, 0x1000, 0x1008, 0x100f, 0x1010, 0x101f, 0x1020, 0x1030, 0x1031, 0x104f, 0x1050]
	assert.deepEqual(
		[...findSymbols(elf, asked, () => true)].sort((a, b) => a[0] - b[0]),
		[
			[0x1000, 'outer'],
			[0x1008, 'part_of_outer'],
			[0x100f, 'part_of_outer'],
			[0x1010, 'outer'],
			[0x101f, 'outer'],
			[0x104f, 'größe']
		]
	)
	assert.deepEqual([...findSymbols(elf, asked, () => false)], [])
})

test('what is no 64-bit ELF file is none', () => {
	for (const bytes of [new Uint8Array(), Buffer.from('#!/bin/sh\n'.repeat(20)), file.slice(0, 63)])
		assert.equal(readElf(imageOf(bytes)), null)
	const of32Bits = file.slice()
	of32Bits[4] = 1
	assert.equal(readElf(imageOf(of32Bits)), null)
})

test('a file is read piece by piece, small pieces and large ones', () =>
	withFolder(folder => {
		const bytes = Uint8Array.from({ length: 200_000 }, (_, n) => (n * 7) % 251)
		writeFileSync(join(folder, 'large'), bytes)
		const source = openImage(join(folder, 'large'))
		assert.ok(source)
		for (const [at, size] of [
			[0, 4],
			[65_530, 12],
			[100, 150_000],
			[199_990, 10]
		] as const)
			assert.deepEqual(source.read(at, size), bytes.slice(at, at + size))
		for (const [at, size] of [
			[199_990, 11],
			[-1, 2],
			[2 ** 60, 1],
			[Number.NaN, 1]
		] as const)
			assert.equal(source.read(at, size), undefined)
		source.close()
	}))

test(
	'only regular files are opened, and a pipe does not hold us up',
	{ skip: process.platform === 'win32' && 'Windows has no such files.' },
	() =>
		withFolder(folder => {
			const pipe = join(folder, 'pipe')
			assert.equal(spawnSync('mkfifo', [pipe]).status, 0)
			symlinkSync('/dev/zero', join(folder, 'zeros'))
			const started = performance.now()
			for (const path of [pipe, folder, join(folder, 'zeros'), join(folder, 'none'), '/dev/zero']) assert.equal(openImage(path), null)
			assert.ok(performance.now() - started < 1000)
		})
)

test('a module gets the file of its own build, at its path or beside the others', () =>
	withFolder(folder => {
		writeFileSync(join(folder, 'app'), file)
		writeFileSync(join(folder, 'lib.so'), synthElf({ functions, buildId: [9, 9, 9, 9] }))
		const module = (path: string, buildId: string | null) => ({ path, buildId, debugId: buildId, base: 0n, size: 1, version: null })
		const modules = [
			module(join(folder, 'app'), 'abcdef0102'),
			module('lib.so', '09090909'),
			module(join(folder, 'app'), 'ffff'),
			module('lib.so', null),
			module('/nowhere/at\0all', '01')
		]
		const images = localImages(modules, [], 'x86_64')
		assert.deepEqual(
			modules.map(one => images.of(one)?.elf.buildId ?? null),
			['abcdef0102', '09090909', null, null, null]
		)
		assert.deepEqual(images.missed(), ['app', 'at\0all'])
		images.close()
		assert.equal(localImages(modules, [], 'arm64').of(modules[0] as (typeof modules)[0]), null)
	}))
