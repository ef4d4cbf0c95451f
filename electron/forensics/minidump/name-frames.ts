import type { ElfFile } from './elf.ts'
import { findSymbols } from './symbols.ts'
import type { Frame } from './walk.ts'

/** The functions that frames lie in, where the modules' files name them. Each file is gone through once for all frames. */
export function nameFrames(frames: readonly Frame[], goOn: () => boolean): Map<Frame, string> {
	const byFile = new Map<ElfFile, Set<number>>()
	for (const frame of frames) {
		const inFile = frame.location?.inFile
		if (!inFile || frame.asked === null) continue
		const asked = byFile.get(inFile.elf) ?? new Set()
		byFile.set(inFile.elf, asked.add(frame.asked))
	}
	const names = new Map([...byFile].map(([elf, asked]) => [elf, findSymbols(elf, asked, goOn)]))
	const named = new Map<Frame, string>()
	for (const frame of frames) {
		const elf = frame.location?.inFile?.elf
		const name = elf && frame.asked !== null ? names.get(elf)?.get(frame.asked) : undefined
		if (name !== undefined) named.set(frame, name)
	}
	return named
}
