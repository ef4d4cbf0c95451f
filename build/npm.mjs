import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Runs npm's own client, so that the user's registry, proxy, certificates and cache hold for all that we fetch.
 * Its stdout is collected with its stderr: nothing of npm's may land in our stdout, which belongs to transcripts.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string, onOutput?: (text: string) => void, onSpawn?: (child: import('node:child_process').ChildProcess) => void }} options
 * @returns {Promise<{ code: number | null, output: string }>} code null: npm could not be started or was killed
 */
export function runNpm(args, { cwd, onOutput, onSpawn }) {
	const cli = npmCli()
	const windows = process.platform === 'win32'
	const program = cli === undefined ? (windows ? 'npm.cmd' : 'npm') : process.execPath
	// Windows has npm only as a .cmd file, which needs a shell; our arguments are our own constants and quoted paths.
	const shell = windows && cli === undefined
	const words = cli === undefined ? args.map(word => (shell && /\s/.test(word) ? `"${word}"` : word)) : [cli, ...args]
	return new Promise(resolve => {
		const child = spawn(program, words, { cwd, shell, stdio: ['ignore', 'pipe', 'pipe'] })
		onSpawn?.(child)
		let output = ''
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8')
			stream.on('data', text => {
				output = (output + text).slice(-65_536)
				onOutput?.(text)
			})
		}
		child.once('error', error => resolve({ code: null, output: error.message }))
		child.once('close', code => resolve({ code, output }))
	})
}

/**
 * npm's last word about a failure, for a sentence of ours.
 *
 * @param {string} output
 * @returns {string}
 */
export function npmReason(output) {
	const lines = output
		.split('\n')
		.filter(line => !/^npm (warn|http|notice|info|verb)/i.test(line))
		.map(line => line.replace(/^npm (ERR!|error) ?/i, '').trim())
		.filter(line => line !== '' && !/^(A complete log|code |errno |syscall )/.test(line))
	const code = /^npm (?:ERR!|error) code (\S+)/im.exec(output)?.[1]
	return [code, lines[0]].filter(Boolean).join(': ').slice(0, 300) || 'npm gave no reason'
}

/** The npm that started us, else the one beside our Node, so that a shell is not needed. */
function npmCli() {
	const started = process.env.npm_execpath
	if (started !== undefined && basename(started) === 'npm-cli.js' && existsSync(started)) return started
	const bin = dirname(process.execPath)
	return [join(bin, 'node_modules/npm/bin/npm-cli.js'), join(bin, '../lib/node_modules/npm/bin/npm-cli.js')].find(existsSync)
}
