import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOurs } from './origin.ts'
import { grantsCheck, grantsRequest } from './permissions.ts'

const ours = 'app://holdfast/'
type Details = Parameters<typeof grantsRequest>[1]
const asks = (details: Partial<Details> = {}): Details => ({ isMainFrame: true, requestingUrl: ours, mediaTypes: ['audio'], ...details })

type Request = readonly [what: string, permission: string, details: Details, granted: boolean]
const requests: readonly Request[] = [
	['the microphone, by our page', 'media', asks(), true],
	['the microphone, with its security origin', 'media', asks({ securityOrigin: ours }), true],
	['the camera', 'media', asks({ mediaTypes: ['video'] }), false],
	['camera and microphone', 'media', asks({ mediaTypes: ['audio', 'video'] }), false],
	['media of no kind', 'media', asks({ mediaTypes: [] }), false],
	['the microphone, by a frame', 'media', asks({ isMainFrame: false }), false],
	['the microphone, by another site', 'media', asks({ requestingUrl: 'https://example.org/' }), false],
	['the microphone, by a site that looks like us', 'media', asks({ requestingUrl: 'app://holdfast.example/' }), false],
	['the microphone, for another origin', 'media', asks({ securityOrigin: 'https://example.org/' }), false],
	...[
		'geolocation',
		'notifications',
		'clipboard-read',
		'display-capture',
		'fileSystem',
		'hid',
		'usb',
		'serial',
		'openExternal',
		'fullscreen'
	].map((permission): Request => [permission, permission, asks(), false]),
	['a permission that does not exist yet', 'telepathy', asks(), false]
]
for (const [what, permission, details, granted] of requests) {
	test(`${granted ? 'grants' : 'refuses'} ${what}`, () => assert.equal(grantsRequest(permission, details), granted))
}

const main = { isMainFrame: true }
const checks: readonly [what: string, permission: string, origin: string, details: Parameters<typeof grantsCheck>[2], granted: boolean][] =
	[
		['names of microphones to our page', 'media', 'app://holdfast', { ...main, mediaType: 'audio' }, true],
		['media of unknown kind to our page', 'media', ours, { ...main, mediaType: 'unknown' }, true],
		['names of cameras', 'media', ours, { ...main, mediaType: 'video' }, false],
		['names of microphones to a frame', 'media', ours, { isMainFrame: false, mediaType: 'audio' }, false],
		[
			'names of microphones to an embedded page',
			'media',
			ours,
			{ ...main, mediaType: 'audio', embeddingOrigin: 'https://example.org' },
			false
		],
		['names of microphones to nobody', 'media', 'null', { ...main, mediaType: 'audio' }, false],
		['the clipboard', 'clipboard-read', ours, main, false]
	]
for (const [what, permission, origin, details, granted] of checks) {
	test(`${granted ? 'takes for granted' : 'does not take for granted'}: ${what}`, () =>
		assert.equal(grantsCheck(permission, origin, details), granted))
}

const origins: readonly [url: string, ours: boolean][] = [
	['app://holdfast/', true],
	['app://holdfast', true],
	['APP://holdfast/x?y#z', true],
	['app://holdfast.evil/', false],
	['app://evil/holdfast', false],
	['app://holdfast@evil/', false],
	['app://evil@holdfast/', false],
	['app://holdfast:1/', false],
	['https://holdfast/', false],
	['data:text/html,app://holdfast/', false],
	['about:blank', false],
	['null', false],
	['', false]
]
for (const [url, expected] of origins)
	test(`${url || 'nothing'} is ${expected ? '' : 'not '}ours`, () => assert.equal(isOurs(url), expected))
