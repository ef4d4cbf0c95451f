import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { autostartEntry, setLoginItem } from './login-item.ts'

const home = mkdtempSync(join(tmpdir(), 'holdfast-login-'))
after(() => rmSync(home, { recursive: true }))

const calls: unknown[] = []
const app = { isPackaged: true, setLoginItemSettings: (settings: unknown) => void calls.push(settings) }
const options = { app, platform: 'linux' as NodeJS.Platform, env: {} as NodeJS.ProcessEnv, home, program: '/opt/Holdfast/holdfast' }

test('on Linux it is a file in the place for it, which goes again', () => {
	const path = join(home, '.config/autostart/holdfast.desktop')
	assert.equal(setLoginItem(true, options), null)
	assert.match(readFileSync(path, 'utf8'), /^Exec="\/opt\/Holdfast\/holdfast" --hidden$/m)
	assert.equal(setLoginItem(true, { ...options, env: { APPIMAGE: '/home/x/Holdfast.AppImage' } }), null)
	assert.match(readFileSync(path, 'utf8'), /^Exec="\/home\/x\/Holdfast\.AppImage" --hidden$/m, 'not the mount that goes away')
	assert.equal(setLoginItem(false, options), null)
	assert.ok(!existsSync(path))
	assert.equal(setLoginItem(false, options), null)
})

test('a folder that can’t be written is said', () => {
	writeFileSync(join(home, 'a-file'), '')
	assert.equal(setLoginItem(true, { ...options, env: { XDG_CONFIG_HOME: join(home, 'a-file') } })?.code, 'login-not-set')
})

test('macOS and Windows do it themselves', () => {
	setLoginItem(true, { ...options, platform: 'darwin' })
	setLoginItem(false, { ...options, platform: 'win32' })
	assert.deepEqual(calls, [{ openAtLogin: true }, { openAtLogin: false, args: ['--hidden'] }])
})

test('a checkout is not started at login, and says so', () => {
	const checkout = { ...options, app: { ...app, isPackaged: false } }
	assert.equal(setLoginItem(true, checkout)?.code, 'login-not-installed')
	assert.equal(setLoginItem(false, checkout), null)
})

test('a program’s path is quoted as the specification wants it', () => {
	assert.match(autostartEntry('/a "b"/$c/100%'), /^Exec="\/a \\\\"b\\\\"\/\\\\\$c\/100%%" --hidden$/m)
})
