import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { GONE_PAGE } from './gone-page.ts'
import { keepAlive } from './window.ts'

function mortal() {
	const did: string[] = []
	const time = { now: 1_000_000 }
	const contents = Object.assign(new EventEmitter(), {
		isDestroyed: () => false,
		reload: () => void did.push('reload'),
		loadURL: async (url: string) => void did.push(url.slice(0, 9))
	})
	const bringBack = keepAlive(
		contents,
		(reason, code, next) => did.push(`${reason} ${code}: ${next}`),
		() => time.now
	)
	const die = (reason: string, exitCode: number) => contents.emit('render-process-gone', {}, { reason, exitCode })
	return { did, time, die, bringBack }
}

test('a page that dies is loaded anew, the third time within a minute replaced by a plain one', () => {
	const { did, die } = mortal()
	for (let i = 0; i < 3; i++) die('crashed', 139)
	assert.deepEqual(did, ['crashed 139: reload', 'reload', 'crashed 139: reload', 'reload', 'crashed 139: gone-page', 'data:text'])
})

test('deaths that lie apart are each forgiven', () => {
	const { did, die, time } = mortal()
	for (let i = 0; i < 5; i++) {
		die('oom', 5)
		time.now += 40_000
	}
	assert.equal(did.filter(what => what === 'reload').length, 5)
})

test('a clean exit is none, and a page that is cut off counts as dead', () => {
	const { did, die, bringBack } = mortal()
	die('clean-exit', 0)
	bringBack('protocol violation')
	assert.deepEqual(did, ['protocol violation null: reload', 'reload'])
})

test('the plain page has no script and a way back', () => {
	const html = decodeURIComponent(GONE_PAGE)
	assert.doesNotMatch(html, /<script|\son\w+=/)
	assert.match(html, /href="app:\/\/holdfast\/"/)
})
