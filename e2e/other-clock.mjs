// Preloaded into a process by a test: somebody sets the machine's clock, by as many ms as the file of OTHER_CLOCK says.
import { readFileSync } from 'node:fs'

const RealDate = Date
const now = Date.now
const LOOK_MS = 20
let ms = 0
let lookedAt = Number.NEGATIVE_INFINITY

function offset() {
	if (performance.now() - lookedAt > LOOK_MS) {
		lookedAt = performance.now()
		ms = Number(readFileSync(process.env.OTHER_CLOCK ?? '', 'utf8')) || 0
	}
	return ms
}

globalThis.Date = class extends RealDate {
	/** @param {any[]} given */
	constructor(...given) {
		super(...(given.length === 0 ? [Date.now()] : given))
	}
	static now() {
		return now() + offset()
	}
}
