/** How to make a file of each format from one WAV, with the programs people's files are made with. */

/** What a recipe may use. */
export const PROGRAMS = ['ffmpeg', 'sox', 'lame', 'flac', 'opusenc', 'oggenc', 'twolame', 'wavpack', 'speexenc', 'mkvmerge'] as const
export type Program = (typeof PROGRAMS)[number]

/** Debian's packages that bring them; `libavcodec-extra` is what ffmpeg needs for AMR. */
export const PACKAGES = [
	...['ffmpeg', 'libavcodec-extra', 'sox', 'libsox-fmt-all', 'lame', 'flac', 'opus-tools', 'vorbis-tools'],
	...['twolame', 'wavpack', 'speex', 'mkvtoolnix']
]

export interface Recipe {
	/** Also the file's name, with `ending`. */
	readonly id: string
	/** What people call it. */
	readonly format: string
	readonly ending: string
	/** Who makes the file; the others only prepare it. */
	readonly encoder: string
	/** Commands in turn: a program and its arguments. `source` is 16 kHz mono WAV, `target` the file to make, `part` a file for in between. */
	readonly commands: (source: string, target: string, part: string) => readonly Command[]
	/** FFmpeg's encoder that not every build has. */
	readonly needs?: string
}

type Command = readonly [program: Program, ...args: string[]]

const QUIET = ['-v', 'error', '-nostdin', '-y']
const STEREO = ['-ar', '44100', '-ac', '2']
const SURROUND = ['-af', 'pan=5.1|FL=0.3*c0|FR=0.3*c0|FC=c0|LFE=0*c0|BL=0.1*c0|BR=0.1*c0']
const PICTURES = ['-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=5']
const X264 = ['-map', '1:a', '-map', '0:v', '-shortest', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-crf', '45']
const MPEG = ['-map', '1:a', '-map', '0:v', '-shortest', '-b:v', '100k', '-r', '25']

/** FFmpeg alone: its options for the output. */
function ffmpeg(id: string, format: string, ending: string, encoder: string, options: readonly string[], needs?: string): Recipe {
	const commands: Recipe['commands'] = (source, target) => [['ffmpeg', ...QUIET, '-i', source, ...options, target]]
	return { id, format, ending, encoder: `ffmpeg ${encoder}`, commands, ...(needs ? { needs } : {}) }
}

/** FFmpeg with pictures: input 0 are they, input 1 the sound. */
function film(id: string, format: string, ending: string, encoder: string, options: readonly string[]): Recipe {
	const commands: Recipe['commands'] = (source, target) => [['ffmpeg', ...QUIET, ...PICTURES, '-i', source, ...options, target]]
	return { id, format, ending, encoder: `ffmpeg ${encoder}`, commands }
}

/** Another program, which is given a WAV of 44.1 kHz stereo, or of what `prepare` says. */
function by(id: string, format: string, ending: string, command: (part: string, target: string) => Command, prepare = STEREO): Recipe {
	const commands: Recipe['commands'] = (source, target, part) => [
		['ffmpeg', ...QUIET, '-i', source, ...prepare, part],
		command(part, target)
	]
	return { id, format, ending, encoder: command('', '')[0], commands }
}

const pcm = (id: string, format: string, codec: string, ending = 'wav', more: readonly string[] = STEREO) =>
	ffmpeg(id, format, ending, codec, [...more, '-c:a', codec])

export const RECIPES: readonly Recipe[] = [
	pcm('wav-8', 'WAV 8 bit', 'pcm_u8'),
	pcm('wav-16', 'WAV 16 bit', 'pcm_s16le'),
	pcm('wav-24', 'WAV 24 bit', 'pcm_s24le'),
	pcm('wav-32', 'WAV 32 bit', 'pcm_s32le'),
	pcm('wav-float', 'WAV 32 bit float', 'pcm_f32le'),
	pcm('wav-double', 'WAV 64 bit float', 'pcm_f64le'),
	pcm('wav-alaw', 'WAV A-law', 'pcm_alaw', 'wav', ['-ar', '8000']),
	pcm('wav-mulaw', 'WAV µ-law', 'pcm_mulaw', 'wav', ['-ar', '8000']),
	pcm('wav-extensible', 'WAV extensible, 5.1', 'pcm_s24le', 'wav', [...SURROUND, '-ar', '48000']),
	pcm('wav-ima', 'WAV IMA ADPCM', 'adpcm_ima_wav'),
	pcm('wav-ms', 'WAV MS ADPCM', 'adpcm_ms'),
	pcm('wav-gsm', 'WAV GSM 6.10', 'libgsm_ms', 'wav', ['-ar', '8000']),
	pcm('wav-mp3', 'WAV with MP3 in it', 'libmp3lame'),
	ffmpeg('rf64', 'RF64', 'wav', 'pcm_s16le', [...STEREO, '-rf64', 'always']),
	pcm('w64', 'Sony W64', 'pcm_s16le', 'w64'),
	pcm('au', 'AU µ-law', 'pcm_mulaw', 'au', ['-ar', '8000']),
	pcm('aiff', 'AIFF', 'pcm_s16be', 'aiff'),
	by('aifc', 'AIFF-C', 'aifc', (part, target) => ['sox', part, target]),
	pcm('caf-pcm', 'CAF, PCM', 'pcm_s16be', 'caf'),
	pcm('caf-alac', 'CAF, Apple Lossless', 'alac', 'caf'),
	ffmpeg('caf-opus', 'CAF, Opus', 'caf', 'libopus', ['-ar', '48000', '-c:a', 'libopus']),
	by('nist', 'NIST SPHERE', 'sph', (part, target) => ['sox', part, target]),
	by('voc', 'Creative VOC', 'voc', (part, target) => ['sox', part, target], ['-ar', '22050']),
	by('8svx', 'IFF 8SVX', '8svx', (part, target) => ['sox', part, target], ['-ar', '22050']),

	by('mp3-cbr', 'MP3 128 kb/s', 'mp3', (part, target) => ['lame', '--quiet', '-b', '128', part, target]),
	by('mp3-vbr', 'MP3 variable', 'mp3', (part, target) => ['lame', '--quiet', '-V', '4', part, target]),
	by('mp3-mono', 'MP3 32 kb/s mono (MPEG-2)', 'mp3', (part, target) => ['lame', '--quiet', '-b', '32', part, target], ['-ar', '22050']),
	by('mp3-8k', 'MP3 8 kHz (MPEG-2.5)', 'mp3', (part, target) => ['lame', '--quiet', '-b', '16', part, target], ['-ar', '8000']),
	ffmpeg('mp3-headless', 'MP3 without a Xing header', 'mp3', 'libmp3lame', [...STEREO, '-c:a', 'libmp3lame', '-write_xing', '0']),
	by('mp2', 'MP2', 'mp2', (part, target) => ['twolame', '--quiet', part, target]),
	ffmpeg('adts', 'AAC (ADTS)', 'aac', 'aac', [...STEREO, '-c:a', 'aac']),
	ffmpeg('m4a', 'M4A, AAC', 'm4a', 'aac', [...STEREO, '-c:a', 'aac']),
	ffmpeg('m4a-faststart', 'M4A, index first', 'm4a', 'aac', [...STEREO, '-c:a', 'aac', '-movflags', '+faststart']),
	ffmpeg('m4a-fragments', 'MP4 in fragments', 'mp4', 'aac', [...STEREO, '-c:a', 'aac', '-movflags', '+frag_keyframe+empty_moov']),
	ffmpeg('m4a-5.1', 'M4A, AAC 5.1', 'm4a', 'aac', [...SURROUND, '-ar', '48000', '-c:a', 'aac']),
	ffmpeg('alac', 'M4A, Apple Lossless', 'm4a', 'alac', [...STEREO, '-c:a', 'alac']),
	ffmpeg('mp4-opus', 'MP4, Opus', 'mp4', 'libopus', ['-ar', '48000', '-c:a', 'libopus']),
	film('mp4-film', 'MP4 film, AAC', 'mp4', 'aac', [...X264, ...STEREO, '-c:a', 'aac']),
	film('mov', 'MOV film, PCM', 'mov', 'pcm_s16le', [...X264, '-ar', '48000', '-c:a', 'pcm_s16le']),
	ffmpeg('3gp-aac', '3GP, AAC', '3gp', 'aac', ['-ar', '16000', '-c:a', 'aac']),

	by('flac', 'FLAC', 'flac', (part, target) => ['flac', '-s', '-f', '-o', target, part]),
	by('flac-24', 'FLAC 24 bit, 96 kHz', 'flac', (part, target) => ['flac', '-s', '-f', '-o', target, part], [
		'-ar',
		'96000',
		'-c:a',
		'pcm_s24le'
	]),
	ffmpeg('flac-5.1', 'FLAC 5.1', 'flac', 'flac', [...SURROUND, '-ar', '48000', '-c:a', 'flac']),
	by('ogg-flac', 'Ogg FLAC', 'oga', (part, target) => ['flac', '-s', '-f', '--ogg', '-o', target, part]),
	by('vorbis', 'Ogg Vorbis', 'ogg', (part, target) => ['oggenc', '-Q', '-o', target, part]),
	by('opus', 'Opus', 'opus', (part, target) => ['opusenc', '--quiet', '--bitrate', '32', part, target]),
	by('opus-60', 'Opus, 60 ms frames', 'opus', (part, target) => ['opusenc', '--quiet', '--framesize', '60', part, target]),
	by('opus-2.5', 'Opus, 2.5 ms frames', 'opus', (part, target) => ['opusenc', '--quiet', '--framesize', '2.5', part, target]),
	by('opus-5.1', 'Opus 5.1', 'opus', (part, target) => ['opusenc', '--quiet', part, target], [...SURROUND, '-ar', '48000']),
	by('speex', 'Speex', 'spx', (part, target) => ['speexenc', '--quiet', part, target], ['-ar', '16000']),
	ffmpeg('webm-opus', 'WebM, Opus', 'webm', 'libopus', ['-ar', '48000', '-c:a', 'libopus']),
	ffmpeg('webm-vorbis', 'WebM, Vorbis', 'webm', 'libvorbis', [...STEREO, '-c:a', 'libvorbis']),
	film('mkv', 'Matroska film, AAC', 'mkv', 'aac', [...X264, ...STEREO, '-c:a', 'aac']),
	ffmpeg('mkv-ac3', 'Matroska, AC-3', 'mkv', 'ac3', ['-ar', '48000', '-c:a', 'ac3']),
	by('mkv-flac', 'Matroska, FLAC', 'mka', (part, target) => ['mkvmerge', '-q', '-o', target, part], [...STEREO, '-f', 'flac']),

	by('amr-nb', 'AMR (narrow band)', 'amr', (part, target) => ['sox', part, '-t', 'amr-nb', target], ['-ar', '8000']),
	ffmpeg('amr-wb', 'AMR (wide band)', 'amr', 'libvo_amrwbenc', ['-ar', '16000', '-c:a', 'libvo_amrwbenc'], 'libvo_amrwbenc'),
	ffmpeg('3gp-amr', '3GP, AMR', '3gp', 'libopencore_amrnb', ['-ar', '8000', '-c:a', 'libopencore_amrnb'], 'libopencore_amrnb'),
	ffmpeg('wma-1', 'WMA 1', 'wma', 'wmav1', [...STEREO, '-c:a', 'wmav1']),
	ffmpeg('wma-2', 'WMA 2', 'wma', 'wmav2', [...STEREO, '-c:a', 'wmav2']),
	film('wmv', 'WMV film', 'wmv', 'wmav2', [...MPEG, '-c:v', 'wmv2', ...STEREO, '-c:a', 'wmav2']),
	film('avi', 'AVI film, MP3', 'avi', 'libmp3lame', [...MPEG, '-c:v', 'mpeg4', ...STEREO, '-c:a', 'libmp3lame']),
	film('avi-pcm', 'AVI film, PCM', 'avi', 'pcm_s16le', [...MPEG, '-c:v', 'mjpeg', '-ar', '48000', '-c:a', 'pcm_s16le']),
	film('ts', 'MPEG-TS, AAC', 'ts', 'aac', [...X264, '-ar', '48000', '-c:a', 'aac']),
	film('mts', 'MPEG-TS of a camera, AC-3', 'mts', 'ac3', [
		...X264,
		'-ar',
		'48000',
		'-c:a',
		'ac3',
		'-f',
		'mpegts',
		'-mpegts_m2ts_mode',
		'1'
	]),
	film('mpg', 'MPEG-PS, MP2', 'mpg', 'mp2', [...MPEG, '-c:v', 'mpeg2video', '-ar', '48000', '-c:a', 'mp2']),
	film('vob', 'VOB, AC-3', 'vob', 'ac3', [...MPEG, '-c:v', 'mpeg2video', '-ar', '48000', '-c:a', 'ac3']),
	film('flv', 'FLV, AAC', 'flv', 'aac', [...X264, ...STEREO, '-c:a', 'aac']),
	ffmpeg('ac3', 'AC-3', 'ac3', 'ac3', ['-ar', '48000', '-c:a', 'ac3']),
	ffmpeg('eac3', 'E-AC-3', 'eac3', 'eac3', ['-ar', '48000', '-c:a', 'eac3']),
	ffmpeg('dts', 'DTS', 'dts', 'dca', ['-ar', '48000', '-c:a', 'dca', '-strict', '-2']),
	ffmpeg('realaudio', 'RealAudio 1', 'rm', 'real_144', ['-ar', '8000', '-c:a', 'real_144']),
	by('wavpack', 'WavPack', 'wv', (part, target) => ['wavpack', '-q', '-y', part, '-o', target]),
	ffmpeg('tta', 'True Audio', 'tta', 'tta', [...STEREO, '-c:a', 'tta'])
]
