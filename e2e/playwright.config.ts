import { availableParallelism } from 'node:os'
import { defineConfig } from 'playwright/test'

/** They are about the browser host, its launcher and its guardian, or run Electron's pages in a browser, under the stand-in. */
const NOT_IN_ELECTRON = ['desktop', 'door', 'electron-recording', 'guardian', 'move', 'recording-trouble'].map(name => `${name}.spec.ts`)

export default defineConfig({
	testDir: '.',
	testMatch: '*.spec.ts',
	testIgnore: process.env.HOLDFAST_ELECTRON ? NOT_IN_ELECTRON : [],
	timeout: 120_000,
	// They mostly wait, for somebody who speaks in real time. What the page hears is read from the device itself, however busy the machine is.
	workers: Math.min(4, Math.ceil(availableParallelism() * 1.5)),
	fullyParallel: true,
	// As with what kills real processes: once more when a busy machine made it late. The list says which.
	retries: 1,
	forbidOnly: true,
	outputDir: '../test-results',
	snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
	use: { trace: 'off' }
})
