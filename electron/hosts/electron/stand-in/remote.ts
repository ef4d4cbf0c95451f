/** Inside the process that `run-main.ts` started: does what the user, the page or the system would do. */
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { answers, picks } from './electron.ts'
import { fileOnDisk } from './ipc.ts'
import { PreventableEvent } from './preventable-event.ts'
import type { Deed, PageBridge, Reply, WindowName } from './run-main.ts'
import { session } from './session.ts'
import { allOf, globalShortcut, Menu, Notification, powerMonitor, Tray, takenKeys } from './shell.ts'
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
	const name = deed.in ?? 'window'
	switch (deed.do) {
		case 'calls':
			return calls
		case 'bridge':
			return Object.keys(bridge(name))
		case 'listen':
			bridge(name).onMessage(message => process.send?.({ message, to: name, by: 'main' } satisfies Reply))
			bridge(name).onRecorder(message => process.send?.({ message, to: name, by: 'other-page' } satisfies Reply))
			bridge(name).onDesktop(message => process.send?.({ message, to: name, by: 'desktop' } satisfies Reply))
			return
		case 'send':
			return bridge(name).send(deed.message)
		case 'send-audio':
			return bridge(name).sendAudio(new Uint8Array(Buffer.from(deed.base64, 'base64')))
		case 'send-recorder':
			return bridge(name).sendRecorder(deed.message)
		case 'send-desktop':
			return bridge(name).sendDesktop(deed.message)
		case 'menu':
			return menuOf(deed.from).flatMap(item => item.label ?? [])
		case 'choose': {
			const item = menuOf(deed.from).find(each => each.label === deed.label)
			if (!item?.click) throw new Error(`There is no ${deed.label} to choose.`)
			const { click } = item
			// As the system does it: nobody waits for it.
			setImmediate(() => click(undefined as never, undefined, undefined as never))
			return
		}
		case 'press': {
			const pressed = globalShortcut.registered.get(deed.keys)
			pressed?.()
			return pressed !== undefined
		}
		case 'take-keys':
			takenKeys.add(deed.keys)
			return
		case 'click-notification':
			return Notification.shown.at(-1)?.emit('click')
		case 'pick':
			picks.push(deed.paths)
			return
		case 'open-from-outside': {
			const event = new PreventableEvent()
			app.emit(deed.event, event, deed.what)
			return event.defaultPrevented
		}
		case 'power': {
			const event = new PreventableEvent()
			powerMonitor.emit(deed.event, event)
			return event.defaultPrevented
		}
		case 'end-session':
			return windowOf('window').emit('session-end', new PreventableEvent())
		case 'display-media':
			return session.defaultSession.displayMedia(contents(name), deed.audio)
		case 'hang-page': {
			const { page } = contents(name)
			if (page) page.hangs = deed.hangs
			return
		}
		case 'unresponsive':
			contents(name).emit('unresponsive')
			return
		case 'metrics':
			app.metrics = deed.metrics.map(metric => metric as (typeof app.metrics)[number])
			return
		case 'helper-gone':
			app.emit('child-process-gone', {}, deed.details)
			return
		case 'move-window':
			return windowOf(name).moved(deed.bounds)
		case 'go-to':
			return contents(name).goTo(deed.hash)
		case 'answer':
			answers.push(deed.response)
			return
		case 'drop':
			return bridge(name).pathsOf([...deed.paths.map(fileOnDisk), new File(['of a web page'], 'not-on-disk.wav')])
		case 'deliver':
			return contents(name).deliver(deed.channel, deed.args, deed.frame === 'own' ? contents(name).mainFrame : deed.frame)
		case 'fetch': {
			const response = await session.defaultSession.fetch(deed.url, { headers: deed.headers ?? {} })
			const body = Buffer.from(await response.arrayBuffer())
			return { status: response.status, headers: Object.fromEntries(response.headers), bytes: body.length, base64: body.toString('base64') }
		}
		case 'wants':
			return contents(name).wants(deed.what, deed.url)
		case 'ask':
			return session.defaultSession.ask(contents(name), deed.permission, deed.details)
		case 'crash-page':
			return contents(name).crash(deed.reason, 139)
		case 'close-window':
			return windowOf(name).close()
		case 'quit':
			setImmediate(() => app.quit())
			return
		case 'throw':
			setImmediate(() => {
				throw new Error(deed.message)
			})
	}
}

function menuOf(from: 'bar' | 'tray') {
	return allOf((from === 'bar' ? Menu.bar : Tray.all[0]?.menu)?.items ?? [])
}

function windowOf(name: WindowName): BrowserWindow {
	const window = BrowserWindow.all.find(each => (each.options.title === 'Holdfast recorder') === (name === 'recorder'))
	if (!window) throw new Error(`There is no ${name}.`)
	return window
}

function contents(name: WindowName) {
	return windowOf(name).webContents
}

function bridge(name: WindowName): PageBridge {
	const found = contents(name).page?.world.get('holdfast')
	if (!found) throw new Error('The page has no bridge.')
	return found as PageBridge
}
