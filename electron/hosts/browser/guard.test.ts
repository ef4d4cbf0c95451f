import assert from 'node:assert/strict'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { Guard, newToken } from './guard.ts'

const TOKEN = 'abcdefghijklmnopqrstuvwxyz012345'
const guard = new Guard(TOKEN, 4747)
const host = '127.0.0.1:4747'
const cookie = `holdfast-4747=${TOKEN}`
const origin = `http://${host}`

const cases: [name: string, headers: IncomingHttpHeaders, reading: string | null, changing: string | null][] = [
	['our page', { host, origin, cookie }, null, null],
	['our page under its other name', { host: 'localhost:4747', origin: 'http://localhost:4747', cookie }, null, null],
	['a page load, which names no origin', { host, cookie }, null, 'wrong origin'],
	[
		'another site’s name for this machine',
		{ host: 'evil.example:4747', origin: 'http://evil.example:4747', cookie },
		'wrong host',
		'wrong host'
	],
	['no host at all', { origin, cookie }, 'wrong host', 'wrong host'],
	['another port', { host: '127.0.0.1:80', origin: 'http://127.0.0.1:80', cookie }, 'wrong host', 'wrong host'],
	['another machine’s address', { host: '192.168.1.5:4747', origin: 'http://192.168.1.5:4747', cookie }, 'wrong host', 'wrong host'],
	['another site', { host, origin: 'https://evil.example', cookie }, 'wrong origin', 'wrong origin'],
	['a page of another port', { host, origin: 'http://127.0.0.1:8080', cookie }, 'wrong origin', 'wrong origin'],
	['the same page over TLS', { host, origin: `https://${host}`, cookie }, 'wrong origin', 'wrong origin'],
	['a sandboxed frame', { host, origin: 'null', cookie }, 'wrong origin', 'wrong origin'],
	['our two names mixed', { host, origin: 'http://localhost:4747', cookie }, 'wrong origin', 'wrong origin'],
	['no cookie', { host, origin }, 'no token', 'no token'],
	['an empty cookie', { host, origin, cookie: 'holdfast-4747=' }, 'no token', 'no token'],
	['a cookie without a value', { host, origin, cookie: 'holdfast-4747' }, 'no token', 'no token'],
	['a wrong token', { host, origin, cookie: `holdfast-4747=${TOKEN.slice(0, -1)}6` }, 'no token', 'no token'],
	['part of the token', { host, origin, cookie: `holdfast-4747=${TOKEN.slice(0, -1)}` }, 'no token', 'no token'],
	['another Holdfast’s cookie', { host, origin, cookie: `holdfast-4748=${TOKEN}` }, 'no token', 'no token'],
	['ours among others', { host, origin, cookie: `a=1; holdfast-4748=x;  ${cookie}; b=2` }, null, null],
	['ours behind one that another program set', { host, origin, cookie: `holdfast-4747=other; ${cookie}` }, null, null]
]

for (const [name, headers, reading, changing] of cases) {
	test(`${reading === null ? 'lets in' : 'refuses'}: ${name}`, () => {
		const request = { headers } as IncomingMessage
		assert.deepEqual([guard.refusal(request, 'may'), guard.refusal(request, 'must')], [reading, changing])
	})
}

test('knows its token, whatever else it is asked about', () => {
	const candidates = [TOKEN, null, '', `${TOKEN} `, 'ä'.repeat(32), TOKEN.toUpperCase()]
	assert.deepEqual(
		candidates.map(candidate => guard.isToken(candidate)),
		[true, false, false, false, false, false]
	)
})

test('gives the page a cookie that scripts can not read and other sites can not send', () => {
	assert.equal(guard.setCookie, `holdfast-4747=${TOKEN}; Path=/; HttpOnly; SameSite=Strict`)
})

test('makes a new secret each time, safe in an address', () => {
	const tokens = Array.from({ length: 50 }, newToken)
	assert.equal(new Set(tokens).size, 50)
	for (const token of tokens) assert.match(token, /^[\w-]{32}$/)
})
