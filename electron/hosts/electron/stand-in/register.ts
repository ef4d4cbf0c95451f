/** `node --import` this: the name `electron` then means the stand-in, in main and in preload scripts. */
import { registerHooks } from 'node:module'

const standIn = new URL('./electron.ts', import.meta.url).href
const pageSide = new URL('./page-electron.ts', import.meta.url).href

registerHooks({
	resolve(specifier, context, next) {
		if (specifier !== 'electron') return next(specifier, context)
		// A preload script is loaded anew for each page, under an address that names it.
		const page = /[?&]page=(\d+)/.exec(context.parentURL ?? '')?.[1]
		return { url: page === undefined ? standIn : `${pageSide}?page=${page}`, shortCircuit: true }
	}
})

// Once: what this process starts is not the test's to order about.
if (process.env.HOLDFAST_STAND_IN_REMOTE) {
	delete process.env.HOLDFAST_STAND_IN_REMOTE
	await import('./remote.ts')
}
