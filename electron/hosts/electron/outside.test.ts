import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { Outside } from './outside.ts'

const id = '0b54c1d2-9a7e-4d0f-8f3a-111122223333'
const event = { preventDefault: () => {} }

test('what comes before there is a window waits for it, in order', () => {
	const app = new EventEmitter()
	const done: string[] = []
	const outside = new Outside(app, { files: ['/a.wav'], links: [], record: true })
	app.emit('open-file', event, '/b.wav')
	app.emit('activate')
	app.emit('open-url', event, `holdfast://transcripts/${id}`)
	assert.equal(done.length, 0)
	outside.openWith({
		files: paths => done.push(`files ${paths.join()}`),
		show: hash => done.push(`show ${hash}`),
		comeForward: () => done.push('forward'),
		record: () => done.push('record'),
		refused: link => done.push(`refused ${link}`)
	})
	assert.deepEqual(done.splice(0), ['record', 'files /a.wav', 'files /b.wav', `show #/transcripts/${id}`, 'forward'])
	app.emit('second-instance', {}, [], '', {
		files: ['/c.wav', 'relative.wav'],
		links: ['holdfast://record', 'holdfast://crashes'],
		record: false
	})
	assert.deepEqual(done.splice(0), ['forward', 'files /c.wav', 'refused holdfast://record', 'show #/crashes', 'forward'])
	app.emit('second-instance', {}, [], '', { files: 'all of them' })
	app.emit('activate')
	assert.deepEqual(done, ['forward', 'forward'], 'what is not ours hands over nothing')
})
