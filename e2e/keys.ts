/** A window that is used by keys alone: after each of them it is looked at where the focus is, and whether that can be seen. */
import { expect, type Locator, type Page } from 'playwright/test'

/** What has the focus, as it is seen. */
interface Stop {
	readonly name: string
	/** Why nobody would find it; empty where it can be seen. */
	readonly wrong: string
	/** CSS pixels, as if nothing was scrolled. */
	readonly left: number
	readonly top: number
	readonly right: number
	readonly bottom: number
	/** In a part of the page that scrolls by itself: only within it, places can be compared. */
	readonly frame: string
}

/** Side by side, or one below the other, is told by more than a border, CSS pixels. */
const SLACK = 4
/** More stops than any view has. */
const MANY = 150

export class Keys {
	readonly #page: Page

	private constructor(page: Page) {
		this.#page = page
	}

	/** From here on a mouse or a finger in the page fails the test. Loads it anew. */
	static async of(page: Page): Promise<Keys> {
		await page.addInitScript(() => {
			const forbidden: string[] = []
			Object.assign(globalThis, { forbidden })
			for (const type of ['pointerdown', 'mousedown', 'mousemove', 'wheel', 'touchstart'])
				addEventListener(type, event => event.isTrusted && forbidden.push(type), { capture: true, passive: true })
		})
		await page.reload()
		return new Keys(page)
	}

	/** Presses them one after the other. Afterwards something has the focus, and it can be seen. */
	async press(...keys: string[]): Promise<void> {
		for (const key of keys) await this.#page.keyboard.press(key)
		await this.settled(keys.join(' '))
	}

	async type(text: string): Promise<void> {
		await this.#page.keyboard.type(text)
	}

	/** Something has the focus, and it can be seen: at once, or when what is drawn now is drawn. */
	async settled(after: string): Promise<void> {
		const wrong = async () => {
			const stop = await this.#stop()
			return stop === null ? 'nothing has the focus' : stop.wrong && `${stop.name} ${stop.wrong}`
		}
		await expect.poll(wrong, { message: `after ${after}`, timeout: 8_000, intervals: [20, 50, 100, 200] }).toBe('')
		expect(await this.#page.evaluate(() => (globalThis as unknown as { forbidden: string[] }).forbidden), 'by keys alone').toEqual([])
	}

	/** Goes on by the Tab key, or back, until this has the focus. Each stop on the way can be seen. */
	async tabTo(what: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
		await expect(what).toBeVisible({ timeout: 30_000 })
		for (let n = 0; n < MANY; n++) {
			if (await has(what)) return
			await this.#page.keyboard.press(key)
			await this.#seen()
		}
		throw new Error(`The Tab key never comes to ${what}.`)
	}

	/** All stops of the Tab key, from the first of the page to its last. They follow each other as they are read, and each can be seen. */
	async tour(): Promise<string[]> {
		const stops: Stop[] = []
		await this.#page.evaluate(() => {
			;(document.activeElement as HTMLElement | null)?.blur()
			// Without this the Tab key goes on from where the focus was.
			getSelection()?.collapse(document.body, 0)
		})
		for (let n = 0; n < MANY; n++) {
			await this.#page.keyboard.press('Tab')
			const stop = await this.#seen()
			// Behind the last the browser's own buttons come, then the first again.
			if (stop === null || stop.name === stops[0]?.name) break
			stops.push(stop)
		}
		expect(outOfOrder(stops), 'stops that come after what stands behind or below them').toEqual([])
		return stops.map(({ name }) => name)
	}

	/** The focus goes round within it, and never out of it. */
	async trapped(dialog: Locator): Promise<void> {
		const isIn = () => dialog.evaluate(element => element.contains(document.activeElement))
		const names: string[] = []
		for (let n = 0; n < MANY && (names.length < 2 || names.at(-1) !== names[0]); n++) {
			await this.#page.keyboard.press('Tab')
			names.push((await this.#seen())?.name ?? '')
			expect(await isIn(), `${names.at(-1)} is in the dialog`).toBe(true)
		}
		await this.#page.keyboard.press('Shift+Tab')
		await this.#seen()
		expect(await isIn(), 'back, it stays in the dialog').toBe(true)
	}

	/** The stop, which can be seen; null: none. */
	async #seen(): Promise<Stop | null> {
		let stop = await this.#stop()
		// What is scrolled to or fades in takes its time.
		for (let n = 0; n < 20 && stop !== null && stop.wrong !== ''; n++) {
			await this.#page.waitForTimeout(25)
			stop = await this.#stop()
		}
		if (stop !== null) expect(stop.wrong, stop.name).toBe('')
		return stop
	}

	async #stop(): Promise<Stop | null> {
		return await this.#page.evaluate(stopOf)
	}
}

async function has(what: Locator): Promise<boolean> {
	return (await what.count()) === 1 && (await what.evaluate(element => element === document.activeElement))
}

function outOfOrder(stops: readonly Stop[]): string[] {
	return stops.flatMap((stop, n) => {
		const before = stops[n - 1]
		if (before === undefined || before.frame !== stop.frame) return []
		const isAbove = stop.bottom <= before.top + SLACK && stop.left < before.right - SLACK
		const isLeft = stop.right <= before.left + SLACK && stop.top < before.bottom - SLACK && before.top < stop.bottom - SLACK
		return isAbove || isLeft ? [`${before.name} → ${stop.name}`] : []
	})
}

/** In the page. */
function stopOf(): Stop | null {
	const element = document.activeElement as HTMLElement | null
	if (element === null || element === document.body || element === document.documentElement) return null
	const name = `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}”`
	// What is pressed may be drawn by its label, and a frame without a size by what is in it.
	const isLarge = (each: Element) => each.getBoundingClientRect().width >= 4 && each.getBoundingClientRect().height >= 4
	const drawn = isLarge(element) ? element : (element.closest('label') ?? [...element.children].find(isLarge) ?? element)
	const { left, top, right, bottom } = drawn.getBoundingClientRect()
	const frame = element.closest<HTMLElement>('[role=dialog], .scroll, .side, .top, .foot')?.className ?? ''
	// However far it has been scrolled since the stop before.
	let scrolled = 0
	for (let each = element.parentElement; each !== null; each = each.parentElement) scrolled += each.scrollTop
	return { name, wrong: wrong(), left, top: top + scrolled, right, bottom: bottom + scrolled, frame }

	function wrong(): string {
		if (right <= left || bottom <= top) return 'has no size'
		const [x0, x1] = [Math.max(left, 0), Math.min(right, innerWidth)]
		const [y0, y1] = [Math.max(top, 0), Math.min(bottom, innerHeight)]
		if (x1 - x0 < Math.min(8, right - left) || y1 - y0 < Math.min(8, bottom - top)) return 'is outside of the window'
		const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2]
		const there = document.elementFromPoint(x, y)
		if (there === null || !(drawn.contains(there) || there.contains(drawn))) return `is covered by ${there?.outerHTML.slice(0, 120)}`
		return isRinged() ? '' : 'has no ring'
	}

	function isRinged(): boolean {
		const around = [element, drawn, element?.nextElementSibling, element?.parentElement, element?.parentElement?.parentElement]
		// A menu's items and a list's options are lit instead.
		if (element?.matches('[role^=menuitem], [role=option]')) return element.hasAttribute('data-highlighted') || outlined(element)
		// Where one writes is seen by a caret, and the line around it.
		if (element?.matches('textarea, input:not([type]), [type=text], [type=search], [type=url]'))
			return around.some(each => each != null && isLined(each))
		// A popup that has just opened says where one is by itself.
		if (element?.matches('[role=dialog], [role=alertdialog], [role=menu]')) return true
		return around.some(each => each != null && outlined(each))
	}

	function isLined(each: Element): boolean {
		const probe = document.body.appendChild(document.createElement('i'))
		probe.style.color = 'var(--accent)'
		const accent = getComputedStyle(probe).color
		probe.remove()
		return getComputedStyle(each).borderBottomColor === accent || outlined(each)
	}

	function outlined(each: Element): boolean {
		const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each)
		return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1.5 && !/, 0\)$|transparent/.test(outlineColor)
	}
}
