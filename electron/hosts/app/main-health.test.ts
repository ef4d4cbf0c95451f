import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MainHealth } from './main-health.ts'

test('says how main is, and when it began', () => {
	const now = Date.now()
	const { name, role, state, pid, since, rss, cpu } = new MainHealth().read()
	assert.deepEqual([name, role, state, pid, cpu], ['main', 'main', 'ready', process.pid, null])
	assert.ok(since !== null && Math.abs(now - process.uptime() * 1_000 - since) < 1_000)
	assert.ok(rss !== null && rss > 10_000_000)
})

test('tells how busy it was since it was read last, once that is long enough to tell', async () => {
	const health = new MainHealth()
	const until = performance.now() + 150
	while (performance.now() < until) Math.sqrt(2)
	const busy = health.read().cpu
	assert.ok(busy !== null && busy > 20, `${busy} % while it looped`)
	// Read at once again: too short.
	assert.equal(health.read().cpu, null)
	await new Promise(resolve => setTimeout(resolve, 400))
	const idle = health.read().cpu
	assert.ok(idle !== null && idle < busy, `${idle} % while it waited`)
})

test('keeps the last five minutes of its curve', () => {
	const health = new MainHealth()
	for (let second = 0; second < 400; second++) health.sample(second * 1_000)
	const { curve } = health
	assert.deepEqual([curve.length, curve[0]?.at, curve.at(-1)?.at], [300, 100_000, 399_000])
	assert.ok(curve.every(sample => sample.rss !== null && sample.beatMs === null))
})
