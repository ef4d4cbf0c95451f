/** Containers FFmpeg may open. Playlists are not among them: they would make it read files nobody dropped here. */
export const FORMATS = [
	'mov,mp4,m4a,3gp,3g2,mj2,aac,ac3,aiff,amr,asf,au,avi,caf,flac,matroska,webm,mp3,mpegts,ogg,tta,w64,wav,wv',
	// Films before MP4, and what discs and cameras hold.
	'mpeg,flv,eac3,dts,dtshd,truehd,mxf,rm',
	// Speech research, old recorders and dictation machines, old computers, and the other lossless ones.
	'nistsphere,dss,qcp,voc,iff,ape,mpc,mpc8,tak,shn,dsf,oma,xwma'
].join(',')

/** FFmpeg's names of containers where they are not what people call them. */
const NAMES: Readonly<Record<string, string>> = {
	'mov,mp4,m4a,3gp,3g2,mj2': 'MP4',
	'matroska,webm': 'Matroska/WebM',
	ogg: 'Ogg',
	asf: 'WMA/WMV',
	mpegts: 'MPEG-TS',
	wv: 'WavPack',
	mpeg: 'MPEG',
	eac3: 'E-AC-3',
	ac3: 'AC-3',
	nistsphere: 'NIST SPHERE',
	rm: 'RealMedia',
	iff: 'IFF',
	ape: 'Monkey’s Audio',
	mpc: 'Musepack',
	mpc8: 'Musepack',
	oma: 'ATRAC'
}

/** FFmpeg's name for the whole family of MP4. */
export const MP4_FAMILY = 'mov,mp4,m4a,3gp,3g2,mj2'

/** What people call a container. `brand`: what a file of MP4's family says it is. */
export function containerName(name: string | null, brand?: string | null): string | null {
	if (name === MP4_FAMILY && brand) {
		const kind = /^(qt {2}|M4A|M4B|3gp|3g2)/.exec(brand)?.[0] ?? 'MP4'
		return kind === 'qt  ' ? 'MOV' : kind.toUpperCase()
	}
	return name === null ? null : (NAMES[name] ?? name.toUpperCase())
}

/** A length as a file states it, or null when nobody can believe it (0, negative, over 1,000 hours: the mark of "unknown"). */
export function saidSeconds(seconds: number | null): number | null {
	return seconds !== null && Number.isFinite(seconds) && seconds > 0 && seconds < 3_600_000 ? seconds : null
}
