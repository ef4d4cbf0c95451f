import type { Engine } from './engine.ts'
import { scripted } from './scripted.ts'
import { sherpaOffline } from './sherpa-offline.ts'
import { sherpaStreaming } from './sherpa-streaming.ts'

/** All engines. Loading this file loads no native code: each engine does so when it is asked for a model. */
export const ENGINES: readonly Engine[] = [sherpaOffline, sherpaStreaming, scripted]

export function engineNamed(id: string): Engine | null {
	return ENGINES.find(engine => engine.id === id) ?? null
}
