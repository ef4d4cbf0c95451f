import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, expect, test } from 'playwright/test'

const launcher = fileURLToPath(new URL('../build/start.mjs', import.meta.url))

test('the launcher opens the window, and no other user of this machine can read its key off the command line', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-door-'))
	// What is found as Chromium notes how it was started: what every user can see in the list of processes.
	const seen = join(folder, 'seen')
	const browser = join(folder, 'chromium')
	writeFileSync(browser, `#!/bin/sh\necho "$@" > "${seen}.part"; mv "${seen}.part" "${seen}"; exec sleep 60\n`)
	chmodSync(browser, 0o755)
	const started = spawn(process.execPath, [launcher, '--host', 'browser', '--data', join(folder, 'data')], {
		env: { ...process.env, DISPLAY: ':99', PATH: `${folder}${delimiter}${process.env.PATH}` },
		stdio: ['ignore', 'pipe', 'inherit']
	})
	const ended = once(started, 'exit')
	let said = ''
	started.stdout.on('data', text => {
		said += text
	})
	try {
		await expect.poll(() => existsSync(seen), { timeout: 60_000 }).toBe(true)
		const key = /token=([\w-]+)/.exec(said)?.[1] ?? ''
		const line = readFileSync(seen, 'utf8')
		expect(key).toHaveLength(32)
		expect(line).not.toContain(key)

		const door = /--app=(\S+)/.exec(line)?.[1] ?? ''
		expect(statSync(fileURLToPath(door)).mode & 0o777).toBe(0o600)
		const executablePath = process.env.HOLDFAST_CHROMIUM
		const real = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] })
		const page = await real.newPage()
		await page.goto(door)
		await expect(page.getByRole('button', { name: 'Record', exact: true }).first()).toBeVisible({ timeout: 30_000 })
		expect(page.url()).not.toContain(key)
		await real.close()
		started.kill('SIGTERM')
		await ended
		expect(existsSync(fileURLToPath(door))).toBe(false)
	} finally {
		started.kill('SIGKILL')
		rmSync(folder, { recursive: true, force: true })
	}
})
