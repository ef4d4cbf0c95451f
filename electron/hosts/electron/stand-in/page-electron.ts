/** What `import … from 'electron'` gives to the preload script of one page: the one whose number stands in this module's address. */
import { StandInPage } from './ipc.ts'

export { webUtils } from './ipc.ts'

const page = StandInPage.of(Number(new URL(import.meta.url).searchParams.get('page')))

export const ipcRenderer = page.ipcRenderer

export const contextBridge = {
	exposeInMainWorld(name: string, api: unknown): void {
		page.world.set(name, api)
	}
}
