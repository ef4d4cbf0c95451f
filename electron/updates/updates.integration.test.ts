import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openLog } from '../../native-bridge/log/log.ts'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import { isNewer, newestRelease } from './newest.ts'
import { UpdateWatch } from './watch.ts'

const script = fileURLToPath(new URL('../../build/sign-update.mjs', import.meta.url))

function ownerIn(folder: string) {
	const key = execFileSync(process.execPath, [script, '--keys', folder], { encoding: 'utf8' }).trim()
	const sign = (version: string, page = 'https://example.org/get') =>
		execFileSync(process.execPath, [script, '--key', join(folder, 'update-private.pem'), '--version', version, '--page', page], {
			encoding: 'utf8'
		})
	return { key, sign }
}

/** A feed on this machine that gives `answer`; `asked` counts. */
async function setUp(context: TestContext) {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-updates-'))
	context.after(() => rmSync(folder, { recursive: true }))
	const owner = ownerIn(folder)
	const feed = { answer: '', status: 200, asked: 0 }
	const server = createServer((_, response) => {
		feed.asked++
		response.writeHead(feed.status).end(feed.answer)
	})
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
	context.after(() => server.close())
	const source = { feed: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, key: owner.key }
	const told: Problem[] = []
	const wanted = { now: true }
	const log = openLog(folder, 'main')
	const watch = new UpdateWatch({ source, version: '1.2.3', isWanted: () => wanted.now, tell: problem => told.push(problem), log })
	return { folder, owner, feed, source, told, wanted, watch, server }
}

test('says of a newer version, signed by its owner, where it is, once; of an older or the same one nothing', async context => {
	const { owner, feed, told, watch } = await setUp(context)
	for (const version of ['1.2.3', '1.2.2', '0.9.9']) {
		feed.answer = owner.sign(version)
		await watch.look()
	}
	assert.equal(told.length, 0)
	feed.answer = owner.sign('1.10.0')
	await watch.look()
	await watch.look()
	assert.deepEqual(
		told.map(({ code, facts }) => [code, facts.found, facts.page]),
		[['update-there', '1.10.0', 'https://example.org/get']]
	)
})

test('asks nothing while the user has not agreed', async context => {
	const { owner, feed, told, watch, wanted } = await setUp(context)
	wanted.now = false
	feed.answer = owner.sign('2.0.0')
	await watch.look()
	assert.deepEqual([feed.asked, told], [0, []])
})

test('throws away what its owner did not sign, and says so', async context => {
	const { folder, owner, feed, source, told, watch } = await setUp(context)
	const other = ownerIn(join(folder, 'other'))
	const good = JSON.parse(owner.sign('2.0.0'))
	const bad = [
		other.sign('2.0.0'),
		JSON.stringify({ ...good, release: good.release.replace('2.0.0', '3.0.0') }),
		JSON.stringify({ release: good.release, signature: '' }),
		JSON.stringify({ release: good.release }),
		owner.sign('2.0.0', 'javascript:alert(1)'),
		owner.sign('newest'),
		'<html>Sign in to the hotel’s network</html>',
		''
	]
	for (const answer of bad) {
		feed.answer = answer
		const found = await newestRelease(source)
		assert.deepEqual([found.ok, !found.ok && found.problem.code], [false, 'update-unsigned'], answer)
		await watch.look()
	}
	assert.deepEqual(
		told.map(problem => problem.code),
		['update-unsigned']
	)
	const noKey = await newestRelease({ ...source, key: 'AAAA' })
	assert.equal(!noKey.ok && noKey.problem.code, 'update-unsigned')
})

test('an address that does not answer, or answers without end, is nothing to tell', async context => {
	const { feed, source, told, watch, server } = await setUp(context)
	feed.status = 404
	await watch.look()
	Object.assign(feed, { status: 200, answer: 'x'.repeat(100_000) })
	const long = await newestRelease(source)
	assert.equal(!long.ok && long.problem.code, 'update-unreachable')
	server.closeAllConnections()
	await new Promise(resolve => server.close(resolve))
	await watch.look()
	assert.deepEqual(told, [])
})

test('compares versions by their numbers', () => {
	const newer = (a: string, b: string) => isNewer(a, b)
	assert.deepEqual(
		[
			newer('1.10.0', '1.9.9'),
			newer('2.0.0', '1.99.99'),
			newer('1.2.3', '1.2.3'),
			newer('1.2.3', '1.2.3-beta.1'),
			newer('1.2.2', '1.2.3-beta.1')
		],
		[true, true, false, true, false]
	)
})

test('the private key is for its owner alone to read', async context => {
	const { folder } = await setUp(context)
	assert.match(readFileSync(join(folder, 'update-private.pem'), 'utf8'), /PRIVATE KEY/)
})
