import type { Page } from 'playwright/test'

/** What decides how letters look, beside the stylesheet: the browser, and the fonts it finds here. */
export interface DrawnBy {
	/** Its name and major version. */
	readonly browser: string
	/** Of a text in Latin and Chinese letters, in the app’s font and that for figures. */
	readonly fonts: string
	/** How wide that text is, CSS pixels. */
	readonly width: number
}

export async function drawnBy(page: Page): Promise<DrawnBy> {
	const browser = page.context().browser()
	const session = await page.context().newCDPSession(page)
	const width = await page.evaluate(() => {
		const probe = document.body.appendChild(document.createElement('p'))
		probe.id = 'drawn-by'
		probe.style.cssText = 'position: absolute; white-space: pre; font: 15px var(--sans)'
		probe.innerHTML = 'Holdfast · it’s 12 words – 转录 <b>Record</b> <code style="font-family: var(--mono)">0:07</code>'
		return Math.round(probe.getBoundingClientRect().width * 100) / 100
	})
	await session.send('DOM.enable')
	await session.send('CSS.enable')
	const { root } = await session.send('DOM.getDocument')
	const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#drawn-by' })
	const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId })
	await page.evaluate(() => document.querySelector('#drawn-by')?.remove())
	await session.detach()
	return {
		browser: `${browser?.browserType().name()} ${browser?.version().split('.')[0]}`,
		fonts: [...new Set(fonts.map(({ familyName }) => familyName))].sort().join(', '),
		width
	}
}
