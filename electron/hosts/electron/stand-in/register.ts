/** `node --import` this: the name `electron` then means the stand-in, in main and in preload scripts. */
import { registerHooks } from 'node:module'
import { StandInPage } from './ipc.ts'

const standIn = new URL('./electron.ts', import.meta.url).href
const pageSide = new URL('./page-electron.ts', import.meta.url).href

registerHooks({
	resolve(specifier, context, next) {
		if (specifier !== 'electron') return next(specifier, context)
		// A preload script is loaded anew for each page, under an address that names it; bundled to CommonJS it is run at once.
		const parent = context.parentURL ?? ''
		const page = /[?&]page=(\d+)/.exec(parent)?.[1] ?? (parent.endsWith('/preload.cjs') ? StandInPage.loading?.id : undefined)
		return { url: page === undefined ? standIn : `${pageSide}?page=${page}`, shortCircuit: true }
	}
})

// Once: what this process starts is not the test's to order about.
if (process.env.HOLDFAST_STAND_IN_REMOTE) {
	delete process.env.HOLDFAST_STAND_IN_REMOTE
	await import('./remote.ts')
}
