import { availableParallelism } from 'node:os'
import { defineConfig } from 'playwright/test'

export default defineConfig({
	testDir: '.',
	testMatch: '*.spec.ts',
	timeout: 120_000,
	// They mostly wait, for somebody who speaks in real time. What the page hears is read from the device itself, however busy the machine is.
	workers: Math.min(2, availableParallelism()),
	fullyParallel: true,
	forbidOnly: true,
	outputDir: '../test-results',
	use: { trace: 'off' }
})
