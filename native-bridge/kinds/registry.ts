import { canary } from './canary.ts'
import { dolphin } from './dolphin.ts'
import { fireRed } from './fire-red.ts'
import { fireRedCtc } from './fire-red-ctc.ts'
import type { Kind } from './kind.ts'
import { moonshine } from './moonshine.ts'
import { moonshineV1 } from './moonshine-v1.ts'
import { nemoCtc } from './nemo-ctc.ts'
import { nemoTransducer } from './nemo-transducer.ts'
import { omnilingual } from './omnilingual.ts'
import { paraformer } from './paraformer.ts'
import { senseVoice } from './sense-voice.ts'
import { streamingParaformer } from './streaming-paraformer.ts'
import { streamingTransducer } from './streaming-transducer.ts'
import { streamingZipformerCtc } from './streaming-zipformer-ctc.ts'
import { transducer } from './transducer.ts'
import { whisper } from './whisper.ts'
import { zipformerCtc } from './zipformer-ctc.ts'

/** All kinds of model that can be loaded. Plain data: main asks it too, before it fetches or offers a model. */
export const KINDS: readonly Kind[] = [
	moonshine,
	moonshineV1,
	whisper,
	transducer,
	nemoTransducer,
	zipformerCtc,
	nemoCtc,
	senseVoice,
	paraformer,
	canary,
	dolphin,
	fireRed,
	fireRedCtc,
	omnilingual,
	streamingTransducer,
	streamingParaformer,
	streamingZipformerCtc
]

/** Null: this Holdfast does not know it. A streaming kind may have the name of one that is not. */
export function kindOf(model: { readonly engine: string; readonly kind: string }): Kind | null {
	return KINDS.find(kind => kind.engine === model.engine && kind.id === model.kind) ?? null
}
