import { cpus, release, totalmem, version } from 'node:os'

/** Versions and the kind of machine: what decides how native code behaves. Nothing that tells whose it is. */
export function installationFacts(): Readonly<Record<string, unknown>> {
	const { node, electron, chrome, v8, modules } = process.versions
	const processors = cpus()
	return {
		versions: { node, electron, chrome, v8, modules },
		system: { platform: process.platform, architecture: process.arch, release: release(), version: version() },
		machine: { processor: processors[0]?.model.trim() ?? null, processors: processors.length, memory: totalmem() }
	}
}
