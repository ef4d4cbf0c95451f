import type { CatalogueEntry } from './entry.ts'
import { MIT } from './licences.ts'
import { released } from './release.ts'

/** As Whisper numbers them; `haw` and `yue` have three letters. */
const LANGUAGES =
	'en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su'

/** OpenAI's Whisper. It is never given more than 20 of the 30 seconds that it could hear. */
function whisper(size: string, purposes: CatalogueEntry['purposes'], disk: number, bytes: number, sum: string): CatalogueEntry {
	const archive = `sherpa-onnx-whisper-${size}`
	const languages = LANGUAGES.split(' ')
	return {
		id: `whisper-${size}`,
		purposes,
		archive: released(archive, bytes, sum),
		diskBytes: disk * 1_000_000,
		licence: MIT,
		model: {
			name: `Whisper ${size}`,
			engine: 'sherpa-offline',
			kind: 'whisper',
			languages: size === 'turbo' ? [...languages, 'yue'] : languages,
			files: [
				{ role: 'encoder', name: `${size}-encoder.int8.onnx` },
				{ role: 'decoder', name: `${size}-decoder.int8.onnx` },
				{ role: 'tokens', name: `${size}-tokens.txt` }
			],
			tokens: null,
			origin: archive
		}
	}
}

export const WHISPER: readonly CatalogueEntry[] = [
	whisper('tiny', ['fast', 'many-languages'], 99, 116_204_861, 'c46116994e539aa165266d96b325252728429c12535eb9d8b6a2b10f129e66b1'),
	whisper('base', ['many-languages'], 154, 207_557_382, '911b2083efd7c0dca2ac3b358b75222660dc09fb716d64fbfc417ba6c99ff3de'),
	whisper('small', ['accurate', 'many-languages'], 359, 639_387_718, '486a46afbb7ba798507190ffe02fea2dd726049af212e774537efac6afb210a6'),
	whisper('turbo', ['accurate', 'many-languages'], 989, 563_790_207, 'b11acbbcd660b44a8e0df33724feb5aaa709cf65668f2823d59f656312544f22')
]
