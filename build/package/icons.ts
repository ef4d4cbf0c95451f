import { encodePng } from '../../electron/hosts/electron/png.ts'

/** The app's icon, drawn from its SVG. */
export interface Icon {
	/** `margin`: how much of each side stays empty, 0…0.5. */
	png(size: number, margin?: number): Buffer
}

interface Shape {
	readonly colour: readonly [number, number, number]
	/** Whether a place, in the SVG's own units, is inside. */
	readonly holds: (x: number, y: number) => boolean
}

/**
 * Reads the SVG that the window uses as well. It understands what that one is made of, one rounded rectangle under upright lines with round
 * ends, and throws at anything else, so that an icon which changes is not drawn wrongly. A renderer of all of SVG would be 5 MB for four lines.
 */
export function readIcon(svg: string): Icon {
	const box = /^<svg [^>]*viewBox="0 0 (\d+) (\d+)"/.exec(svg)
	const side = Number(box?.[1])
	if (!side || box?.[1] !== box?.[2]) throw new Error('The icon has to be a square that begins at 0 0.')
	const shapes: Shape[] = []
	for (const [, name = '', text = ''] of svg.matchAll(/<(\w+)([^>]*?)\/?>/g)) {
		const attributes = Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]))
		if (name === 'rect') shapes.push(rectangle(attributes))
		else if (name === 'path') shapes.push(...lines(attributes))
		else if (name !== 'svg' && name !== 'title') throw new Error(`The icon has a <${name}>, which build/package/icons.ts can't draw.`)
	}
	const drawn = new Map<string, Buffer>()
	return {
		png: (size, margin = 0) => {
			const png = drawn.get(`${size} ${margin}`) ?? draw(shapes, side, size, margin)
			drawn.set(`${size} ${margin}`, png)
			return png
		}
	}
}

/** For Windows: ICO files may hold PNG files since Vista. https://en.wikipedia.org/wiki/ICO_(file_format) */
export function icoOf(icon: Icon): Buffer {
	const pictures = [16, 24, 32, 48, 64, 128, 256].map(size => ({ size, png: icon.png(size) }))
	const head = Buffer.alloc(6 + pictures.length * 16)
	head.writeUInt16LE(1, 2)
	head.writeUInt16LE(pictures.length, 4)
	let offset = head.length
	for (const [n, { size, png }] of pictures.entries()) {
		const at = 6 + n * 16
		// 0 stands for 256.
		head.writeUInt8(size % 256, at)
		head.writeUInt8(size % 256, at + 1)
		head.writeUInt16LE(1, at + 4)
		head.writeUInt16LE(32, at + 6)
		head.writeUInt32LE(png.length, at + 8)
		head.writeUInt32LE(offset, at + 12)
		offset += png.length
	}
	return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

/** For macOS, with the margin that its icons have. https://en.wikipedia.org/wiki/Apple_Icon_Image_format */
export function icnsOf(icon: Icon): Buffer {
	const kinds = [
		['ic11', 32],
		['ic12', 64],
		['ic07', 128],
		['ic13', 256],
		['ic08', 256],
		['ic14', 512],
		['ic09', 512],
		['ic10', 1024]
	] as const
	const parts = kinds.map(([kind, size]) => block(kind, icon.png(size, 0.1)))
	return block('icns', Buffer.concat(parts))
}

function block(kind: string, body: Buffer): Buffer {
	const head = Buffer.alloc(8)
	head.write(kind, 'latin1')
	head.writeUInt32BE(body.length + 8, 4)
	return Buffer.concat([head, body])
}

function rectangle({ width, height, rx = '0', fill }: Record<string, string | undefined>): Shape {
	const [w, h, r] = [Number(width), Number(height), Number(rx)]
	const beyond = (at: number, length: number) => Math.max(0, r - at, at - (length - r))
	return {
		colour: colourOf(fill),
		holds: (x, y) => x >= 0 && y >= 0 && x <= w && y <= h && Math.hypot(beyond(x, w), beyond(y, h)) <= r
	}
}

/** `M9 12v8M13.7 8v16`: from a place so far down. */
function lines({ d = '', stroke, 'stroke-width': width, 'stroke-linecap': ends }: Record<string, string | undefined>): Shape[] {
	const found = [...d.matchAll(/M([\d.]+) ([\d.]+)v([\d.]+)/g)]
	if (found.map(([whole]) => whole).join('') !== d || ends !== 'round')
		throw new Error(`The icon's path “${d}” is not made of upright, round lines.`)
	return found.map(([, x, y, length]) => {
		const [middle, top, bottom] = [Number(x), Number(y), Number(y) + Number(length)]
		return {
			colour: colourOf(stroke),
			holds: (px: number, py: number) => Math.hypot(px - middle, Math.max(0, top - py, py - bottom)) <= Number(width) / 2
		}
	})
}

function colourOf(text = ''): readonly [number, number, number] {
	const digits = /^#([\da-f]{3}|[\da-f]{6})$/.exec(text)?.[1]
	if (digits === undefined) throw new Error(`The icon's colour “${text}” is not one by its hexadecimal digits.`)
	const long = digits.length === 3 ? [...digits].map(digit => digit + digit).join('') : digits
	return [0, 2, 4].map(at => Number.parseInt(long.slice(at, at + 2), 16)) as [number, number, number]
}

/** A pixel whose corners are alike is all one; at an edge it is looked at in sixteen places. */
function draw(shapes: readonly Shape[], side: number, size: number, margin: number): Buffer {
	const rgba = new Uint8Array(size * size * 4)
	const unit = side / (size * (1 - 2 * margin))
	const topmost = (x: number, y: number) => shapes.findLast(each => each.holds((x - margin * size) * unit, (y - margin * size) * unit))
	for (let y = 0; y < size; y++) {
		for (let x = 0; x < size; x++) {
			const places = [topmost(x, y), topmost(x + 1, y), topmost(x, y + 1), topmost(x + 1, y + 1)]
			if (!places.every(shape => shape === places[0])) {
				places.length = 0
				for (let part = 0; part < 16; part++) places.push(topmost(x + ((part % 4) + 0.5) / 4, y + (Math.floor(part / 4) + 0.5) / 4))
			}
			rgba.set(mixed(places), (y * size + x) * 4)
		}
	}
	return encodePng(size, rgba)
}

/** The mean colour of what was seen, and how much of it was seen. */
function mixed(places: readonly (Shape | undefined)[]): number[] {
	const seen = places.filter(shape => shape !== undefined)
	if (seen.length === 0) return [0, 0, 0, 0]
	const mean = ([0, 1, 2] as const).map(channel => Math.round(seen.reduce((sum, { colour }) => sum + colour[channel], 0) / seen.length))
	return [...mean, Math.round((seen.length / places.length) * 255)]
}
