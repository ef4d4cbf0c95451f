import type { CatalogueEntry } from './entry.ts'
import { MIT, MOONSHINE_COMMUNITY } from './licences.ts'
import { released } from './release.ts'

/**
 * Useful Sensors' Moonshine: small, made for one language each. With sherpa-onnx 1.13.8 these archives give empty text above 9.2 seconds (its issues
 * 3471, 3805, 3975), so they are never given more than 8.
 */
function moonshine(
	size: 'tiny' | 'base',
	language: string,
	named: string,
	disk: number,
	sum: string | null,
	bytes: number | null = null
): CatalogueEntry {
	const archive = `sherpa-onnx-moonshine-${size}-${language}-quantized-2026-02-27`
	return {
		id: `moonshine-${size}-${language}-2026`,
		purposes: size === 'tiny' ? ['fast', 'live'] : ['accurate', 'live'],
		archive: released(archive, bytes, sum),
		diskBytes: disk * 1_000_000,
		licence: language === 'en' ? MIT : MOONSHINE_COMMUNITY,
		model: {
			name: `Moonshine ${size}, ${named}`,
			engine: 'sherpa-offline',
			kind: 'moonshine',
			languages: [language],
			files: [
				{ role: 'encoder', name: 'encoder_model.ort' },
				{ role: 'decoder', name: 'decoder_model_merged.ort' },
				{ role: 'tokens', name: 'tokens.txt' }
			],
			tokens: null,
			segmentSeconds: 8,
			origin: archive
		}
	}
}

export const MOONSHINE: readonly CatalogueEntry[] = [
	moonshine('tiny', 'en', 'English', 43, '9ec31b342d8fa3240c3b81b8f82e1cf7e3ac467c93ca5a999b741d5887164f8d', 29_858_559),
	moonshine('base', 'en', 'English', 135, '43232c1d13013d37317163baec3135bd771a186a4356f28c889bab453bb0e891', 111_266_225),
	moonshine('tiny', 'ja', 'Japanese', 69, '880305c9a6c33572ab269ff9731977ea42ca34c8cffcdd5d99558a9ea2b47cc2'),
	moonshine('tiny', 'ko', 'Korean', 69, 'd3b6c5390a7859c9ef20ff4f20b0766fcbad1dc06c0f509fe4840a3a302112dc'),
	moonshine('base', 'ja', 'Japanese', 135, 'c66eb87d229a52d43bbe3b7c52a1d23f6208c0fd7c2e81802ecbda83b192798a'),
	moonshine('base', 'zh', 'Chinese', 135, '6495d4240f66bcdd2bbbbfefaa687c463150d467854001270934e88940b733c1'),
	moonshine('base', 'ar', 'Arabic', 135, '4d3f16fe354d8536d3323d3eaf4c12fafb1976b5dc0a12862ab25934da94285b'),
	moonshine('base', 'uk', 'Ukrainian', 135, 'd8489b159afabf4cfb734002ae8a5361781ff8a381fa18d284d32d1eeb1c0376'),
	moonshine('base', 'vi', 'Vietnamese', 135, '97b53f5fb75a2a9dd6327440a34f45fc06c927ed2fa7217e5ebe54058e269416'),
	moonshine('base', 'es', 'Spanish', 63, '850c3dcc5dfccc8b1feb10bb221b11d6039b6f5c626241729f46863771016383')
]
