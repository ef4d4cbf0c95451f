/** A PulseAudio of the test's own, whose microphones are real devices to Chromium: they play what they are told, can be pulled out and put back. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const START_MS = 20_000

/** Why there is no sound server here, or false: what `skip` takes. */
export function missingSoundServer(): string | false {
	for (const program of ['pulseaudio', 'pactl', 'pacat'])
		if (spawnSync(program, ['--version'], { stdio: 'ignore' }).status !== 0)
			return `Real audio devices are played by PulseAudio, and ${program} is not here (on Debian: apt-get install pulseaudio pulseaudio-utils).`
	return false
}

export interface Plugged {
	readonly name: string
	/** Plays once, from now on; resolves when the last sample has been played or it was pulled out. At the device's own rate nothing of it is changed. */
	play(samples: Int16Array, rate?: number): Promise<void>
	/** Pulled out: gone for every program, at once. What is being played into it goes nowhere. */
	unplug(): Promise<void>
	/** By the system, as a switch on the device does. */
	mute(on: boolean): void
	/** It is there and gives nothing, not even silence. */
	suspend(on: boolean): void
}

export class SoundServer {
	readonly #folder: string
	readonly #process: ChildProcess
	/** Everything of this server and of those who hear it has this in its environment. */
	readonly mark: string
	/** For a program that is to hear this server's devices. */
	readonly env: Readonly<Record<string, string>>

	private constructor(folder: string, process: ChildProcess, env: Readonly<Record<string, string>>) {
		this.#folder = folder
		this.mark = folder
		this.#process = process
		this.env = env
	}

	static async start(): Promise<SoundServer> {
		const folder = mkdtempSync(join(tmpdir(), 'holdfast-sound-'))
		const socket = join(folder, 'native')
		// For Chromium too: its first choice of rate, so that a microphone of ours is resampled by nobody on the way to the page.
		writeFileSync(join(folder, 'daemon.conf'), 'default-sample-rate = 16000\ndefault-sample-channels = 1\n')
		const env = { PULSE_SERVER: `unix:${socket}`, PULSE_COOKIE: join(folder, 'cookie') }
		// Ends by itself when the test was killed. No user's server or configuration is found or touched.
		const args = ['-n', '--daemonize=no', '--exit-idle-time=60', '--use-pid-file=no', '--realtime=no', '--high-priority=no']
		const child = spawn('pulseaudio', [...args, '-L', `module-native-protocol-unix socket=${socket} auth-anonymous=1`], {
			env: {
				...process.env,
				...env,
				HOME: folder,
				XDG_RUNTIME_DIR: folder,
				PULSE_RUNTIME_PATH: join(folder, 'run'),
				PULSE_STATE_PATH: join(folder, 'state'),
				PULSE_CONFIG_PATH: folder
			},
			stdio: ['ignore', 'ignore', 'pipe']
		})
		let stderr = ''
		child.stderr.on('data', chunk => {
			stderr += chunk
		})
		for (const until = performance.now() + START_MS; !existsSync(socket); await sleep(20))
			if (child.exitCode !== null || performance.now() > until) throw new Error(`PulseAudio did not start: ${stderr}`)
		return new SoundServer(folder, child, env)
	}

	/** A microphone that hears nothing until something is played into it. The first one is the system's choice. */
	plug(name: string, { rate = 16_000 }: { rate?: number } = {}): Plugged {
		const id = idOf(name)
		const shape = ['format=s16le', 'channels=1', `rate=${rate}`]
		// Programs leave out what only listens to an output, so the output's other end becomes a device of its own.
		const described = `device.description="${name}"`
		const sink = this.#load('module-null-sink', `sink_name=${id}-inside`, ...shape)
		const source = this.#load(
			'module-remap-source',
			`master=${id}-inside.monitor`,
			`source_name=${id}`,
			`source_properties='${described}'`,
			...shape
		)
		const players = new Set<ChildProcess>()
		return {
			name,
			play: async (samples, ofRate = rate) => {
				const player = spawn(
					'pacat',
					['--playback', '--raw', '--latency-msec=2000', '--format=s16le', '--channels=1', `--rate=${ofRate}`, `--device=${id}-inside`],
					{ env: { ...process.env, ...this.env }, stdio: ['pipe', 'ignore', 'ignore'] }
				)
				players.add(player)
				player.stdin.on('error', () => {})
				player.stdin.end(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength))
				await once(player, 'exit')
				players.delete(player)
			},
			unplug: async () => {
				this.#control('unload-module', source)
				this.#control('unload-module', sink)
				for (const player of players) player.kill()
			},
			mute: on => this.#control('set-source-mute', id, on ? '1' : '0'),
			suspend: on => this.#control('suspend-source', id, on ? '1' : '0')
		}
	}

	/** An output of its own for what programs play. Without one it comes out in the first microphone. */
	addSpeakers(): void {
		this.#load('module-null-sink', 'sink_name=speakers')
		this.#control('set-default-sink', 'speakers')
	}

	/** Which microphone the system chooses from now on. */
	choose(device: Plugged): void {
		this.#control('set-default-source', idOf(device.name))
	}

	async stop(): Promise<void> {
		const gone = this.#process.exitCode === null && this.#process.signalCode === null ? once(this.#process, 'exit') : null
		this.#process.kill('SIGKILL')
		await gone
		rmSync(this.#folder, { recursive: true, force: true })
	}

	#load(module: string, ...options: string[]): string {
		return this.#control('load-module', module, ...options)
	}

	#control(...args: string[]): string {
		return execFileSync('pactl', args, { env: { ...process.env, ...this.env }, encoding: 'utf8' }).trim()
	}
}

/** As the server calls it. */
function idOf(name: string): string {
	return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
}
