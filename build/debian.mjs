import { existsSync, readFileSync } from 'node:fs'
import { ended } from './children.mjs'

/** An installation that takes longer is given up: it hangs at a network that swallows packets. */
const APT_LIMIT_MS = 480_000

/** Whether packages can be installed here without asking anybody. Ubuntu is left out: its Chromium only points to a snap. */
export function isRootOnDebian() {
	const isDebian = existsSync('/etc/os-release') && /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'))
	return process.getuid?.() === 0 && isDebian
}

/**
 * Runs an installer; what it says is shown when it fails.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {number} limitMs
 * @param {import('./children.mjs').Children} children
 * @returns {Promise<boolean>} whether it says that it worked
 */
export async function attempt(program, args, limitMs, children) {
	const child = children.spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
	let output = ''
	for (const stream of [child.stdout, child.stderr])
		stream?.setEncoding('utf8').on('data', text => (output = (output + text).slice(-4_000)))
	const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
	const { code } = await ended(child)
	clearTimeout(timer)
	if (code !== 0) process.stderr.write(`${output.trimEnd()}\n`)
	return code === 0
}

/**
 * Installs Debian's packages of these names.
 *
 * @param {readonly string[]} packages
 * @param {import('./children.mjs').Children} children
 */
export function aptInstall(packages, children) {
	const apt = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`
	return attempt('sh', ['-c', `export DEBIAN_FRONTEND=noninteractive; ${apt}`], APT_LIMIT_MS, children)
}
