import { defineConfig } from 'playwright/test'

export default defineConfig({
	testDir: '.',
	testMatch: '*.spec.ts',
	timeout: 120_000,
	// A fake microphone plays in real time: two at once on two cores would measure each other.
	workers: 1,
	fullyParallel: false,
	forbidOnly: true,
	outputDir: '../test-results',
	use: { trace: 'off' }
})
