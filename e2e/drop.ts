import type { Page } from 'playwright/test'

/** Drops what lies at `path` on the middle of the window, as the system does. */
export async function drop(page: Page, path: string): Promise<void> {
	const client = await page.context().newCDPSession(page)
	for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
		await client.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data: { items: [], files: [path], dragOperationsMask: 1 } })
	await client.detach()
}
