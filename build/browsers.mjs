import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Chromium and its relatives by the names their packages install, the plainest first. */
const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'brave-browser']
const ON_MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser']
const ON_WINDOWS = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe', 'Chromium/Application/chrome.exe']

/**
 * A Chromium that is installed on this machine.
 *
 * @returns {string | undefined} its program
 */
export function findSystemChromium() {
	return candidates().find(path => existsSync(path))
}

/**
 * Whether a window can be shown here.
 *
 * @returns {boolean}
 */
export function hasDisplay() {
	if (process.platform === 'win32' || process.platform === 'darwin') return true
	return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * Writes a page that leads on to `address`, which holds a key: every user of a machine can read the command line that opens a browser, but
 * only its owner this page. It lies beside the window's profile, since what a browser in a box of its own may read, it may read there.
 *
 * @param {string} address
 * @param {string} folder made when missing
 * @returns {{ path: string, address: string }} of that page
 */
export function doorTo(address, folder) {
	mkdirSync(folder, { recursive: true })
	const path = join(folder, `${randomUUID()}.html`)
	// Its owner's only, and a link that somebody left there is not followed.
	writeFileSync(path, `<!doctype html><meta http-equiv="refresh" content="0;url=${address}"><title>Holdfast</title>\n`, {
		mode: 0o600,
		flag: 'wx'
	})
	return { path, address: pathToFileURL(path).href }
}

/**
 * The command that opens an address: a Chromium as a window of its own, without address bar, else the user's browser. A profile of its own keeps
 * the window our child, which ends with us, instead of a tab of a browser that runs already.
 *
 * @param {string} url
 * @param {string} profile folder for the window's profile
 * @returns {{ program: string, args: string[], isWindow: boolean } | undefined} undefined when nothing here can open it
 */
export function openCommand(url, profile) {
	const chromium = findSystemChromium()
	if (chromium !== undefined) {
		const args = [`--app=${url}`, `--user-data-dir=${profile}`, '--no-first-run', '--no-default-browser-check']
		// Chromium refuses to start its sandbox as root; a root desktop (a container, a rescue system) has no other user to ask.
		if (process.getuid?.() === 0) args.push('--no-sandbox')
		return { program: chromium, args, isWindow: true }
	}
	if (process.platform === 'darwin') return { program: 'open', args: [url], isWindow: false }
	if (process.platform === 'win32') return { program: 'rundll32', args: ['url.dll,FileProtocolHandler', url], isWindow: false }
	const opener = onPath('xdg-open')
	return opener === undefined ? undefined : { program: opener, args: [url], isWindow: false }
}

function candidates() {
	if (process.platform === 'darwin') return ON_MAC.map(name => `/Applications/${name}.app/Contents/MacOS/${name}`)
	if (process.platform === 'win32') {
		const places = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
		return places.flatMap(place => (place === undefined ? [] : ON_WINDOWS.map(name => join(place, name))))
	}
	return ON_PATH.flatMap(name => onPath(name) ?? [])
}

/** @param {string} name @returns {string | undefined} */
function onPath(name) {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.filter(Boolean)
		.map(folder => join(folder, name))
		.find(path => existsSync(path))
}
