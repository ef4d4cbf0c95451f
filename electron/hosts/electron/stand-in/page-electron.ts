/** What `import … from 'electron'` gives to the preload script of one page: the one whose number stands in this module's address. */
import { StandInPage } from './ipc.ts'

const page = StandInPage.of(Number(new URL(import.meta.url).searchParams.get('page')))

export const { ipcRenderer, contextBridge, webUtils } = page.electron
