import { basename, dirname, isAbsolute, join } from 'node:path'
import { type Cpu, type MemoryRegion, type ModuleInfo, moduleName } from './dump.ts'
import { type ElfFile, imageBase, readElf } from './elf.ts'
import { openImage } from './image-source.ts'

/** Where system libraries lie that a dump names by their soname alone. */
const LIBRARY_FOLDERS = [
	'/lib/x86_64-linux-gnu',
	'/usr/lib/x86_64-linux-gnu',
	'/lib/aarch64-linux-gnu',
	'/usr/lib/aarch64-linux-gnu',
	'/lib64',
	'/usr/lib64',
	'/lib',
	'/usr/lib'
]

/** Files that one look at a dump may try; a Node process has about 15 modules. */
const MAX_TRIES = 512

/** The program file of a module, proven to be the build that was running. */
export interface Image {
	readonly elf: ElfFile
	/** What has to be added to an offset in the module to get the file's own address. */
	readonly base: number
}

/** Finds the files of modules on this machine. */
export interface Images {
	/** Null when there is none whose build id is the module's. */
	of(module: ModuleInfo): Image | null
	/** Names of the modules that were asked for in vain. */
	missed(): readonly string[]
	close(): void
}

/** No files: for dumps of other machines, and where the caller doesn't want any opened. */
export const noImages: Images = { of: () => null, missed: () => [], close() {} }

/**
 * Looks for a module at its path, where the address space says it was mapped from, beside the other modules, and among the system's
 * libraries. Nothing but its headers is read before the build id has been compared.
 */
export function localImages(modules: readonly ModuleInfo[], regions: readonly MemoryRegion[], cpu: Cpu): Images {
	const known = new Map<ModuleInfo, Image | null>()
	const mapped = new Map(regions.flatMap(region => (region.file === null ? [] : [[basename(region.file.path), region.file.path]])))
	const folders = [
		...new Set([...modules.filter(module => isAbsolute(module.path)).map(module => dirname(module.path)), ...LIBRARY_FOLDERS])
	]
	let tries = 0
	const candidates = (module: ModuleInfo): string[] => {
		const name = basename(module.path)
		const beside = name === '' || name === '..' ? [] : folders.map(folder => join(folder, name))
		return [...(isAbsolute(module.path) ? [module.path] : []), ...[mapped.get(name) ?? []].flat(), ...beside]
	}
	const find = (module: ModuleInfo): Image | null => {
		if (module.buildId === null) return null
		for (const path of candidates(module)) {
			if (++tries > MAX_TRIES) return null
			const source = path.includes('\0') ? null : openImage(path)
			const elf = source && readElf(source)
			// An older writer cut the id to 16 bytes.
			if (elf?.buildId?.startsWith(module.buildId) && elf.machine === cpu) return { elf, base: imageBase(elf) }
			source?.close()
		}
		return null
	}
	return {
		of(module) {
			let image = known.get(module)
			if (image === undefined) {
				image = find(module)
				known.set(module, image)
			}
			return image
		},
		missed: () => [...known].flatMap(([module, image]) => (image === null && module.buildId !== null ? [moduleName(module.path)] : [])),
		close() {
			for (const image of known.values()) image?.elf.source.close()
			known.clear()
		}
	}
}
