import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** As electron/electron's docs/tutorial/fuses.md has it: the mark, version 1, the number of fuses, each as it is when Electron is fetched. */
const FUSE_WIRE = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('101100010')])

/** What electron-builder takes for an unpacked Electron for Linux, where none can be had: the same names, nothing in them but switches. */
export function makeStubElectron(folder: string, version: string): string {
	for (const name of ['locales', 'resources']) mkdirSync(join(folder, name), { recursive: true })
	const files = {
		electron: Buffer.concat([Buffer.from('no program '), FUSE_WIRE, Buffer.from(' at all')]),
		'chrome-sandbox': 'stub',
		chrome_crashpad_handler: 'stub',
		'locales/en-US.pak': 'stub',
		'locales/zh-CN.pak': 'stub',
		'locales/de.pak': 'stub',
		LICENSE: 'Electron’s own',
		'LICENSES.chromium.html': 'Chromium’s',
		version
	}
	for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content, { mode: 0o755 })
	return folder
}
