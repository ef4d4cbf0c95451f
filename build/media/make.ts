import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { keepChildren } from '../children.mjs'
import { aptInstall, isRootOnDebian } from '../debian.mjs'
import { PACKAGES, PROGRAMS, type Program, RECIPES, type Recipe } from './recipes.ts'

/** Makes a recipe's file in `folder` from a 16 kHz mono WAV. Its path, or why it can't be made here. */
export function make(recipe: Recipe, source: string, folder: string): { ok: true; path: string } | { ok: false; why: string } {
	const target = join(folder, `${recipe.id}.${recipe.ending}`)
	const part = join(folder, `${recipe.id}.part.wav`)
	try {
		for (const [program, ...args] of recipe.commands(source, target, part)) {
			const ran = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
			if (ran.error) return { ok: false, why: `${program} is not installed` }
			if (ran.status !== 0)
				return { ok: false, why: recipe.needs ? `this ffmpeg has no ${recipe.needs}` : (ran.stderr.split('\n')[0] ?? '') }
		}
		return existsSync(target) ? { ok: true, path: target } : { ok: false, why: 'nothing was written' }
	} finally {
		rmSync(part, { force: true })
	}
}

/** Installs what makes the files, where that can be done without asking; elsewhere says what is missing. */
export async function ensureEncoders(say: (text: string) => void): Promise<void> {
	const missing = PROGRAMS.filter(program => !isThere(program))
	const encoders = spawnSync('ffmpeg', ['-hide_banner', '-encoders'], { encoding: 'utf8' }).stdout ?? ''
	if (missing.length === 0 && RECIPES.every(({ needs }) => needs === undefined || encoders.includes(needs))) return
	if (isRootOnDebian()) {
		say(`Installing ${PACKAGES.join(', ')} (Debian)…`)
		await aptInstall(PACKAGES, keepChildren())
	}
	const still = PROGRAMS.filter(program => !isThere(program))
	if (still.length > 0) say(`Not installed, so its formats are left out: ${still.join(', ')}.`)
}

function isThere(program: Program): boolean {
	return spawnSync(program, ['-version'], { timeout: 20_000, stdio: 'ignore' }).error === undefined
}
