import { AV_CODEC_ID_NONE } from 'node-av/constants'
import { avGetCodecName, type CodecParameters } from 'node-av/lib'

/** What people, or at least search engines, call a codec: FFmpeg's name, or the mark in the file for one that FFmpeg does not know. */
export function codecName(parameters: CodecParameters): string | null {
	if (parameters.codecId !== AV_CODEC_ID_NONE) return avGetCodecName(parameters.codecId)
	const mark = parameters.codecTagString?.trim()
	return mark ? `“${mark}”` : null
}
