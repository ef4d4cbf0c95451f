import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { guardNavigation } from './navigation.ts'

const goings: readonly [event: string, url: string, isMainFrame: boolean, allowed: boolean][] = [
	['will-navigate', 'app://holdfast/?x', true, true],
	['will-navigate', 'https://example.org/', true, false],
	['will-navigate', 'file:///etc/passwd', true, false],
	['will-navigate', 'javascript:alert(1)', true, false],
	['will-redirect', 'https://example.org/', true, false],
	['will-redirect', 'app://holdfast/', true, true],
	['will-frame-navigate', 'app://holdfast/', false, false],
	['will-frame-navigate', 'https://example.org/', false, false],
	['will-frame-navigate', 'app://holdfast/', true, true],
	['will-attach-webview', 'app://holdfast/', true, false]
]
for (const [event, url, isMainFrame, allowed] of goings) {
	test(`${event} to ${url}${isMainFrame ? '' : ' in a frame'} is ${allowed ? 'allowed' : 'refused'}`, () => {
		const refused: string[] = []
		const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => {} })
		guardNavigation(contents, what => refused.push(what))
		let prevented = false
		const going = { url, isMainFrame, preventDefault: () => (prevented = true) }
		contents.emit(event, going, {}, { src: url })
		assert.deepEqual([!prevented, refused.length === 0], [allowed, allowed])
	})
}

test('no page opens a window, not even to ourselves', () => {
	const answers: unknown[] = []
	const contents = Object.assign(new EventEmitter(), {
		setWindowOpenHandler: (handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) =>
			void answers.push(
				handler({
					url: 'app://holdfast/',
					frameName: '',
					features: '',
					disposition: 'new-window',
					referrer: { url: '', policy: 'default' }
				})
			)
	})
	guardNavigation(contents, () => {})
	assert.deepEqual(answers, [{ action: 'deny' }])
})
