import type { Engine } from './engine.ts'
import { scripted } from './scripted.ts'
import { sherpa } from './sherpa.ts'

/** All engines. Loading this file loads no native code: each engine does so when it is asked for a model. */
export const ENGINES: readonly Engine[] = [sherpa, scripted]

export function engineNamed(id: string): Engine | null {
	return ENGINES.find(engine => engine.id === id) ?? null
}
