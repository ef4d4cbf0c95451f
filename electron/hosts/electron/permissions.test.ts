import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOurs } from './origin.ts'
import { grantsCheck, grantsRequest } from './permissions.ts'

const ours = 'app://holdfast/'
type Details = Parameters<typeof grantsRequest>[1]
const asks = (details: Partial<Details> = {}): Details => ({ isMainFrame: true, requestingUrl: ours, mediaTypes: ['audio'], ...details })

type Request = readonly [what: string, permission: string, details: Details, granted: ReturnType<typeof grantsRequest>, isRecorder?: true]
const requests: readonly Request[] = [
	['the microphone, by our page', 'media', asks(), 'microphone'],
	['the microphone, with its security origin', 'media', asks({ securityOrigin: ours }), 'microphone'],
	['the camera', 'media', asks({ mediaTypes: ['video'] }), null],
	['camera and microphone', 'media', asks({ mediaTypes: ['audio', 'video'] }), null],
	['what the machine plays, by the page that records', 'media', asks({ mediaTypes: [], securityOrigin: ours }), 'system-audio', true],
	['what the machine plays, by the window', 'media', asks({ mediaTypes: [] }), null],
	['what the machine plays, by a frame in the page that records', 'media', asks({ mediaTypes: [], isMainFrame: false }), null, true],
	['the camera, by the page that records', 'media', asks({ mediaTypes: ['video'] }), null, true],
	['media of nothing known', 'media', { isMainFrame: true, requestingUrl: ours }, null, true],
	['the microphone, by a frame', 'media', asks({ isMainFrame: false }), null],
	['the microphone, by another site', 'media', asks({ requestingUrl: 'https://example.org/' }), null],
	['the microphone, by a site that looks like us', 'media', asks({ requestingUrl: 'app://holdfast.example/' }), null],
	['the microphone, for another origin', 'media', asks({ securityOrigin: 'https://example.org/' }), null],
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
	].map((permission): Request => [permission, permission, asks(), null]),
	['a permission that does not exist yet', 'telepathy', asks(), null]
]
for (const [what, permission, details, granted, isRecorder = false] of requests) {
	test(`${granted ? 'grants' : 'refuses'} ${what}`, () => assert.equal(grantsRequest(permission, details, isRecorder), granted))
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
