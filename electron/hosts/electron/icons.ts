import { encodePng } from './png.ts'

/** What the icon in the tray tells. */
export type IconState = 'idle' | 'recording' | 'trouble'

/** Red, green, blue; 0…255. */
type Colour = readonly [number, number, number]

const COLOURS: Readonly<Record<IconState, Colour>> = { idle: [15, 107, 92], recording: [200, 52, 42], trouble: [190, 120, 10] }
const BLACK: Colour = [0, 0, 0]

/** The four bars of Holdfast's icon, in sixteenths: middle, half height. */
const BARS = [
	[3, 2.5],
	[6.3, 5.5],
	[9.6, 3.5],
	[12.9, 1.7]
] as const
const BAR_HALF_WIDTH = 0.85

/**
 * The icon in the tray, as a PNG file: four bars; under a recording a dot beside them, in trouble a ring instead. `template`: black on nothing,
 * for macOS, which colours it by the menu bar; there the shape alone tells.
 */
export function trayIcon(state: IconState, size: number, template: boolean): Buffer {
	const colour = template ? BLACK : COLOURS[state]
	return draw(size, (x, y) => {
		const mark = state === 'idle' ? 0 : disc(x, y, 12.6, 12.6, 3.2) - (state === 'trouble' ? disc(x, y, 12.6, 12.6, 1.7) : 0)
		// The mark stands free of the bars.
		const room = state === 'idle' ? 0 : disc(x, y, 12.6, 12.6, 4.3)
		const bars = Math.max(...BARS.map(([middle, half]) => capsule(x, y, middle, 8, half)))
		return [colour, Math.max(mark, bars * (1 - room))]
	})
}

/** Laid over Holdfast's own icon in the taskbar of Windows. */
export function overlayIcon(state: Exclude<IconState, 'idle'>, size: number): Buffer {
	return draw(size, (x, y) => [COLOURS[state], disc(x, y, 8, 8, 6.5) - (state === 'trouble' ? disc(x, y, 8, 8, 3.2) : 0)])
}

/** A sheet with lines, under the pointer while a transcript is dragged. */
export function sheetIcon(size: number): Buffer {
	const within = (value: number, from: number, to: number) => (value >= from && value <= to ? 1 : 0)
	return draw(size, (x, y) => {
		const sheet = within(x, 3, 13) * within(y, 1, 15)
		const line = within(x, 5, 11) * [5, 8, 11].reduce((found, at) => Math.max(found, within(y, at - 0.5, at + 0.5)), 0)
		return [line > 0 ? [255, 255, 255] : COLOURS.idle, sheet]
	})
}

/** `at`: colour and opacity (0…1) at a place in sixteenths of the picture. Each pixel is looked at in nine places. */
function draw(size: number, at: (x: number, y: number) => readonly [Colour, number]): Buffer {
	const rgba = new Uint8Array(size * size * 4)
	for (let pixel = 0; pixel < size * size; pixel++) {
		const sum = [0, 0, 0, 0]
		for (let part = 0; part < 9; part++) {
			const x = (((pixel % size) + ((part % 3) + 0.5) / 3) * 16) / size
			const y = ((Math.floor(pixel / size) + (Math.floor(part / 3) + 0.5) / 3) * 16) / size
			const [colour, opacity] = at(x, y)
			for (const [i, value] of [...colour.map(channel => channel * opacity), opacity].entries()) sum[i] = (sum[i] ?? 0) + value
		}
		const [red = 0, green = 0, blue = 0, opacity = 0] = sum
		const shade = (value: number) => (opacity === 0 ? 0 : Math.round(value / opacity))
		rgba.set([shade(red), shade(green), shade(blue), Math.round((opacity / 9) * 255)], pixel * 4)
	}
	return encodePng(size, rgba)
}

function disc(x: number, y: number, middleX: number, middleY: number, radius: number): number {
	return Math.hypot(x - middleX, y - middleY) <= radius ? 1 : 0
}

/** An upright bar with round ends. */
function capsule(x: number, y: number, middleX: number, middleY: number, half: number): number {
	const straight = half - BAR_HALF_WIDTH
	const beyond = Math.max(0, Math.abs(y - middleY) - straight)
	return Math.hypot(x - middleX, beyond) <= BAR_HALF_WIDTH ? 1 : 0
}
