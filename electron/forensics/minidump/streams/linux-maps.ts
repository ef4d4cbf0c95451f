import type { MemoryRegion } from '../dump.ts'
import type { StreamKind } from './stream.ts'

/** Node has some hundred mappings, Chromium two thousand; 1 MB is ten times that. */
const MAX_TEXT = 1_048_576
const MAX_REGIONS = 16_384

/** /proc/<pid>/maps as Breakpad copies it. */
export const linuxMaps: StreamKind = {
	type: 0x47670009,
	name: 'Linux maps',
	read(stream, into) {
		const text = stream.bytes.text(stream.at, stream.size, MAX_TEXT)
		if (text === undefined) stream.report('too-much', 'The dump asks for more reading than any real one; this part was left out.')
		else into.regions.push(...readMaps(text))
	}
}

/** The regions of a /proc/<pid>/maps text, sorted; lines that are no mapping are left out. At most 16,384. */
export function readMaps(text: string): MemoryRegion[] {
	const regions: MemoryRegion[] = []
	for (const line of text.split('\n', MAX_REGIONS)) {
		const [, start, end, rights, offset, path] =
			/^([0-9a-f]{1,16})-([0-9a-f]{1,16}) ([-rwxsp]{4}) ([0-9a-f]{1,16}) [0-9a-f]+:[0-9a-f]+ \d+ *(.*)$/.exec(line) ?? []
		if (start === undefined || end === undefined || rights === undefined) continue
		regions.push({
			start: BigInt(`0x${start}`),
			end: BigInt(`0x${end}`),
			executable: rights[2] === 'x',
			file: path?.startsWith('/') ? { path, offset: BigInt(`0x${offset}`) } : null
		})
	}
	return regions.sort((a, b) => (a.start < b.start ? -1 : 1))
}
