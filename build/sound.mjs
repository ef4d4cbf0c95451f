import { spawnSync } from 'node:child_process'
import { aptInstall, isRootOnDebian } from './debian.mjs'

/** What `e2e/sound-server.ts` starts, and the packages that bring it. */
const PROGRAMS = ['pulseaudio', 'pactl', 'pacat']
const PACKAGES = ['pulseaudio', 'pulseaudio-utils']

/**
 * PulseAudio for the end-to-end tests with real audio devices. Where it is not there and can't be installed, those tests are skipped and say so.
 *
 * @param {object} options
 * @param {import('./progress.mjs').Progress} options.progress
 * @param {import('./children.mjs').Children} options.children
 */
export async function ensureSound({ progress, children }) {
	if (isThere() || !isRootOnDebian()) return
	const step = progress.step('Installing PulseAudio for the tests with real audio devices (Debian)')
	const worked = await aptInstall(PACKAGES, children)
	step.end(worked && isThere() ? 'done' : 'it did not work: these tests are skipped')
}

function isThere() {
	return PROGRAMS.every(program => spawnSync(program, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0)
}
