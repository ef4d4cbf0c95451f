import { type Minidump, type ModuleInfo, moduleName } from './dump.ts'
import { atAddress, type ElfFile, segmentAt } from './elf.ts'
import type { Image, Images } from './images.ts'
import { lastStartingBy, type Memory } from './memory.ts'

/** Where an address lies. */
export interface Location {
	readonly module: ModuleInfo
	/** Bytes from the module's start. */
	readonly offset: bigint
	/** Its file, and the address in it; null where the file isn't at hand. */
	readonly inFile: { readonly elf: ElfFile; readonly address: number } | null
}

/** The address space of the process that died: which module an address belongs to, and whether it can be code. */
export interface AddressSpace {
	/** Whether the platform's compilers keep a chain of frame pointers, at least by custom: on 64-bit x86 Windows does not. */
	readonly keepsFramePointers: boolean
	locate(address: bigint): Location | null
	/** False: surely not. Null: can't be told. */
	isCode(address: bigint): boolean | null
	/** `size` bytes of code from an address on, out of the dump or the module's file. */
	code(address: bigint, size: number, memory: Memory): Uint8Array | undefined
}

/** Puts together what the dump says of modules and access rights with the files that are at hand. */
export function addressSpace(dump: Minidump, images: Images): AddressSpace {
	const spans = dump.modules
		.map(module => ({ start: module.base, end: module.base + BigInt(module.size), module }))
		.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
	const byName = new Map(dump.modules.map(module => [moduleName(module.path), module]))

	const locate = (address: bigint): Location | null => {
		const span = lastStartingBy(spans, address)
		if (span !== undefined && address < span.end) {
			const offset = address - span.start
			return located(span.module, offset, images.of(span.module))
		}
		return mappedAgain(address)
	}

	/** V8 maps the builtins of the program file a second time, far from the module. */
	const mappedAgain = (address: bigint): Location | null => {
		const region = lastStartingBy(dump.regions, address)
		const module = region?.file && address < region.end ? byName.get(moduleName(region.file.path)) : undefined
		const image = module && images.of(module)
		if (!region?.file || module === undefined || !image) return null
		const inFile = Number(region.file.offset + (address - region.start))
		const segment = image.elf.segments.find(part => inFile >= part.offset && inFile < part.offset + part.size)
		if (segment === undefined) return null
		const offset = BigInt(segment.address + (inFile - segment.offset) - image.base)
		return offset < 0n ? null : located(module, offset, image)
	}

	return {
		keepsFramePointers: dump.system?.platform !== 'windows' || dump.system.cpu === 'arm64',
		locate,
		isCode(address) {
			const region = lastStartingBy(dump.regions, address)
			if (region !== undefined && address < region.end) return region.executable
			const inFile = locate(address)?.inFile
			if (inFile) return segmentAt(inFile.elf, inFile.address)?.executable ?? false
			return locate(address) === null ? false : null
		},
		code(address, size, memory) {
			const saved = memory.bytes(address, size)
			if (saved !== undefined) return saved
			const inFile = locate(address)?.inFile
			return inFile ? atAddress(inFile.elf, inFile.address, size) : undefined
		}
	}
}

function located(module: ModuleInfo, offset: bigint, image: Image | null): Location {
	return { module, offset, inFile: image && { elf: image.elf, address: Number(offset) + image.base } }
}
