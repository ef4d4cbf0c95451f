import { Menu, nativeImage, Tray } from 'electron'
import { type IconState, trayIcon } from './icons.ts'
import { type MenuAction, trayMenu } from './menu.ts'
import type { Words } from './messages/words.ts'
import type { TrayLook } from './tray-look.ts'

/** Pixels of the icon at a scale of one. */
const SIZE = process.platform === 'darwin' ? 18 : 16

/** Holdfast's icon in the system's tray: it tells what is going on when there is no window to tell it. */
export class TrayIcon {
	readonly #tray: Tray
	readonly #act: (action: MenuAction) => void
	/** As it is shown; what does not change is not drawn again. */
	#shown = ''

	constructor(look: TrayLook, words: Words, act: (action: MenuAction) => void) {
		this.#act = act
		this.#tray = new Tray(image(look.state))
		// macOS opens the menu itself on a click.
		if (process.platform !== 'darwin') this.#tray.on('click', () => act('show'))
		this.show(look, words)
	}

	show(look: TrayLook, words: Words): void {
		const wanted = JSON.stringify([look, words.locale])
		if (wanted === this.#shown) return
		this.#shown = wanted
		this.#tray.setImage(image(look.state))
		this.#tray.setToolTip(look.status)
		// Anew: on Linux a change of an item is not seen.
		this.#tray.setContextMenu(Menu.buildFromTemplate(trayMenu(look.status, { ...look, platform: process.platform }, words, this.#act)))
	}
}

function image(state: IconState): Electron.NativeImage {
	const template = process.platform === 'darwin'
	const drawn = nativeImage.createFromBuffer(trayIcon(state, SIZE, template), { scaleFactor: 1 })
	drawn.addRepresentation({ scaleFactor: 2, buffer: trayIcon(state, SIZE * 2, template) })
	drawn.setTemplateImage(template)
	return drawn
}
