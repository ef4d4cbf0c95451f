import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { folderFor } from '../../native-bridge/journal/test-folder.ts'
import { notifier } from './notify.ts'

/** Node has no datagram sockets of the file system: Python plays systemd. */
const RECEIVER = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('listening', flush=True)
while True:
    data, fds, _, _ = socket.recv_fds(s, 4096, 8)
    for fd in fds: os.close(fd)
    if not data.startswith(b'BARRIER'): print(data.decode().replace('\\n', ' '), flush=True)
`
const missing = ['systemd-notify', 'python3'].filter(program => spawnSync(program, ['--version']).error)

test('systemd hears once that we are ready, three times a watchdog period that we are well, and that we stop', {
	skip: missing.length > 0 && `this machine has no ${missing.join(' and no ')}`
}, async context => {
	const path = join(folderFor(context), 'notify')
	const receiver = spawn('python3', ['-c', RECEIVER, path], { stdio: ['ignore', 'pipe', 'inherit'] })
	context.after(() => receiver.kill())
	const heard: string[] = []
	const lines = createInterface({ input: receiver.stdout })
	await once(lines, 'line')
	lines.on('line', line => heard.push(line))
	const hears = async (count: number) => {
		while (heard.length < count) await once(lines, 'line')
		return heard.splice(0)
	}

	const systemd = notifier({ ...process.env, NOTIFY_SOCKET: path, WATCHDOG_USEC: '900000' })
	systemd.ready()
	assert.deepEqual(await hears(1), ['READY=1'])
	for (let n = 0; n < 20; n++) {
		systemd.alive()
		await sleep(50)
	}
	const pings = (await hears(3)).filter(line => line === 'WATCHDOG=1').length
	assert.ok(pings >= 3 && pings <= 4, `${pings} in a second, every 300 ms`)
	systemd.stopping()
	while (!heard.includes('STOPPING=1')) await once(lines, 'line')

	heard.length = 0
	const unwatched = notifier({ ...process.env, NOTIFY_SOCKET: path, WATCHDOG_USEC: undefined })
	unwatched.alive()
	unwatched.ready()
	assert.deepEqual(await hears(1), ['READY=1'], 'no watchdog, no pings')
})
