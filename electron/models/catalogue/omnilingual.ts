import type { CatalogueEntry } from './entry.ts'
import { APACHE } from './licences.ts'
import { released } from './release.ts'

const ARCHIVE = 'sherpa-onnx-omnilingual-asr-1600-languages-300M-ctc-int8-2025-11-12'

export const OMNILINGUAL: readonly CatalogueEntry[] = [
	{
		id: 'omnilingual-300m',
		purposes: ['many-languages'],
		languageCount: 1600,
		archive: released(ARCHIVE, 292_571_207, 'cdcd0559c7c73efed54209a926e321afc914d046c5fdbf3665f00dc78180e5ed'),
		diskBytes: 350_000_000,
		licence: APACHE,
		model: {
			name: 'Omnilingual ASR 300M',
			engine: 'sherpa-offline',
			kind: 'omnilingual',
			languages: ['mul'],
			files: [
				{ role: 'model', name: 'model.int8.onnx' },
				{ role: 'tokens', name: 'tokens.txt' }
			],
			tokens: null,
			origin: ARCHIVE
		}
	}
]
