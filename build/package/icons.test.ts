import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { icnsOf, icoOf, readIcon } from './icons.ts'

const icon = readIcon(readFileSync(join(import.meta.dirname, '../../renderer/ui/icon.svg'), 'utf8'))

/** The pixels of a PNG that `encodePng` made: rows without filters. */
function pixels(png: Buffer): { size: number; at(x: number, y: number): number[] } {
	const size = png.readUInt32BE(16)
	const start = png.indexOf('IDAT') + 4
	const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)))
	return { size, at: (x, y) => [...rows.subarray(y * (size * 4 + 1) + 1 + x * 4).subarray(0, 4)] }
}

test('the icon is the window’s own: white bars on green, round at its corners', () => {
	const { size, at } = pixels(icon.png(64))
	assert.deepEqual([size, at(0, 0)[3], at(32, 2), at(18, 32)], [64, 0, [15, 107, 92, 255], [255, 255, 255, 255]])
})

test('a margin stays empty', () => {
	const { at } = pixels(icon.png(100, 0.1))
	assert.deepEqual([at(50, 8)[3], at(50, 12)[3]], [0, 255])
})

test('Windows and macOS find each size where the file says it is', () => {
	const ico = icoOf(icon)
	const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, n) => pixels(ico.subarray(ico.readUInt32LE(6 + n * 16 + 12))).size)
	assert.deepEqual(sizes, [16, 24, 32, 48, 64, 128, 256])
	const icns = icnsOf(icon)
	assert.equal(icns.readUInt32BE(4), icns.length)
	const kinds: [string, number][] = []
	for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
		kinds.push([icns.toString('latin1', at, at + 4), pixels(icns.subarray(at + 8)).size])
	assert.deepEqual(kinds.slice(0, 3), [
		['ic11', 32],
		['ic12', 64],
		['ic07', 128]
	])
	assert.equal(kinds.length, 8)
})

test('an icon that it can not draw is refused, not drawn wrongly', () => {
	const svg = (inner: string) => `<svg viewBox="0 0 32 32">${inner}</svg>`
	assert.throws(() => readIcon(svg('<circle r="3"/>')), /has a <circle>/)
	assert.throws(() => readIcon(svg('<path d="M1 1l3 3" stroke="#fff" stroke-width="2" stroke-linecap="round"/>')), /upright, round lines/)
	assert.throws(() => readIcon(svg('<rect width="32" height="32" fill="red"/>')), /colour “red”/)
	assert.throws(() => readIcon('<svg viewBox="0 0 32 16"></svg>'), /square/)
})
