import { crashpadInfo } from './crashpad-info.ts'
import { exception } from './exception.ts'
import { linuxMaps } from './linux-maps.ts'
import { linuxTexts } from './linux-text.ts'
import { memory64List, memoryInfoList, memoryList } from './memory-lists.ts'
import { miscInfo } from './misc-info.ts'
import { moduleList } from './module-list.ts'
import type { StreamKind } from './stream.ts'
import { systemInfo } from './system-info.ts'
import { threadList, threadNames } from './thread-list.ts'

/** Every kind of stream we read. All others are passed over: most are of no use here, two hold secrets (`linux-text.ts`). */
export const streamKinds: ReadonlyMap<number, StreamKind> = new Map(
	[
		systemInfo,
		miscInfo,
		exception,
		threadList,
		threadNames,
		moduleList,
		memoryList,
		memory64List,
		memoryInfoList,
		linuxMaps,
		...linuxTexts,
		crashpadInfo
	].map(kind => [kind.type, kind])
)
