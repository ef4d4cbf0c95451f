import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

// What the update check of an installed Holdfast asks for (electron/updates). `--keys FOLDER` makes the pair once: the public one is printed, for
// `source.ts`, the private one is kept out of the repository. `--key FILE --version 1.2.3 --page URL` prints what the feed is to give.
const { values } = parseArgs({
	options: { keys: { type: 'string' }, key: { type: 'string' }, version: { type: 'string' }, page: { type: 'string' } }
})

if (values.keys !== undefined) {
	mkdirSync(values.keys, { recursive: true })
	const { publicKey, privateKey } = generateKeyPairSync('ed25519')
	const path = join(values.keys, 'update-private.pem')
	// `wx`: one that is there signs for all that is installed.
	writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
	console.log(publicKey.export({ format: 'der', type: 'spki' }).toString('base64'))
} else if (values.key !== undefined && values.version !== undefined && values.page !== undefined) {
	const release = JSON.stringify({ version: values.version, page: values.page })
	const signature = sign(null, Buffer.from(release), createPrivateKey(readFileSync(values.key))).toString('base64')
	console.log(JSON.stringify({ release, signature }))
} else {
	console.error('Say --keys FOLDER, or --key FILE --version 1.2.3 --page URL.')
	process.exitCode = 2
}
