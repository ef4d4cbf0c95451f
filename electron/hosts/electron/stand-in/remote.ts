/** Inside the process that `run-main.ts` started: does what the user, the page or the system would do. */
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { fileOnDisk, pageWorld } from './ipc.ts'
import type { Deed, PageBridge, Reply } from './run-main.ts'
import { session } from './session.ts'
import { calls } from './trace.ts'

process.on('message', (order: { id: number; deed: Deed }) => {
	void perform(order.deed).then(
		value => process.send?.({ id: order.id, value } satisfies Reply),
		error => process.send?.({ id: order.id, error: String(error) } satisfies Reply)
	)
})
process.on('exit', () => process.send?.({ lastCalls: calls } satisfies Reply))
// The program must be able to end.
process.channel?.unref()

async function perform(deed: Deed): Promise<unknown> {
	switch (deed.do) {
		case 'calls':
			return calls
		case 'bridge':
			return Object.keys(bridge())
		case 'listen':
			bridge().onMessage(message => process.send?.({ message } satisfies Reply))
			return
		case 'send':
			return bridge().send(deed.message)
		case 'send-audio':
			return bridge().sendAudio(new Uint8Array(Buffer.from(deed.base64, 'base64')))
		case 'drop':
			return bridge().pathsOf([...deed.paths.map(fileOnDisk), new File(['of a web page'], 'not-on-disk.wav')])
		case 'deliver':
			return contents().deliver(deed.channel, deed.args, deed.frame === 'own' ? contents().mainFrame : deed.frame)
		case 'fetch': {
			const response = await session.defaultSession.fetch(deed.url, { headers: deed.headers ?? {} })
			const body = Buffer.from(await response.arrayBuffer())
			return { status: response.status, headers: Object.fromEntries(response.headers), bytes: body.length }
		}
		case 'wants':
			return contents().wants(deed.what, deed.url)
		case 'ask':
			return session.defaultSession.ask(deed.permission, deed.details)
		case 'crash-page':
			return contents().crash(deed.reason, 139)
		case 'close-window':
			return BrowserWindow.all.at(-1)?.close()
		case 'quit':
			setImmediate(() => app.quit())
			return
		case 'throw':
			setImmediate(() => {
				throw new Error(deed.message)
			})
	}
}

function contents() {
	const window = BrowserWindow.all.at(-1)
	if (!window) throw new Error('There is no window.')
	return window.webContents
}

function bridge(): PageBridge {
	const found = pageWorld.get('holdfast')
	if (!found) throw new Error('The page has no bridge.')
	return found as PageBridge
}
