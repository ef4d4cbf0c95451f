/** Which files of a folder are worth a try: by name, and where that says nothing, by how they begin. A file given by itself is always tried. */

const MEDIA =
	/\.(?:3g2|3ga|3gp|3gpp|aac|ac3|adts|aif|aifc|aiff|alac|amr|asf|au|avi|awb|caf|divx|dts|eac3|f4a|f4v|flac|flv|m1v|m2t|m2ts|m2v|m4a|m4b|m4r|m4v|mka|mkv|mod|mov|mp1|mp2|mp3|mp4|mpa|mpe|mpeg|mpg|mpga|mts|mxf|oga|ogg|ogm|ogv|ogx|opus|qt|ra|rf64|rm|rmvb|snd|spx|tod|tta|vob|w64|wav|wave|weba|webm|wma|wmv|wv)$/i

/** Known to be something else: not opened to see. `ts` and `dat` are not here: they may be video. */
const OTHER =
	/\.(?:7z|ai|app|apk|bak|bat|bmp|bz2|c|cc|cfg|conf|cpp|cs|css|csv|cue|db|deb|dll|dmg|doc|docx|dylib|eml|eps|epub|exe|gif|go|gz|h|heic|heif|htm|html|ico|ics|ini|iso|jar|java|jpeg|jpg|js|json|jsonl|jsx|key|lnk|log|lrc|lua|m3u|m3u8|md|mid|midi|mjs|mobi|msg|msi|nfo|numbers|o|odp|ods|odt|pages|pdf|php|pkg|pl|pls|png|ppt|pptx|psd|py|rar|raw|rb|rpm|rs|rst|rtf|sh|sha256|so|sql|sqlite|srt|sub|svg|tar|tex|tgz|tif|tiff|toml|tsv|tsx|ttf|txt|url|vcf|vtt|webloc|webp|woff|woff2|xls|xlsx|xml|xspf|xz|yaml|yml|zip|zst)$/i

/** What systems and programs keep beside the user's files. */
const SYSTEM =
	/^(?:thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|\$recycle\.bin|system volume information|lost\+found|__macosx|@eadir|node_modules|~\$.*)$/i

/** `media` by its name; `unknown`: how it begins must be looked at. `hidden`: nobody put it there to be heard; a folder of such a name is left out whole. */
export function kindByName(name: string): 'media' | 'other' | 'hidden' | 'unknown' {
	if (name.startsWith('.') || SYSTEM.test(name)) return 'hidden'
	return MEDIA.test(name) ? 'media' : OTHER.test(name) ? 'other' : 'unknown'
}

/** So much of a file's beginning is enough for `beginsLikeMedia`, in bytes. */
export const HEAD_BYTES = 400

/** Brands of MP4's box that are pictures. */
const PICTURES = /^(?:heic|heix|heim|heis|hevc|mif1|msf1|avif|avis|crx )/

/** Whether a file that begins like this is sound or video of a kind that has a mark of its own. */
export function beginsLikeMedia(head: Uint8Array): boolean {
	const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to))
	const begins = (...bytes: number[]) => bytes.every((byte, n) => head[n] === byte)
	if (head.length < 12) return false
	const four = text(0, 4)
	if (four === 'RIFF' || four === 'RF64' || four === 'BW64') return /^(?:WAVE|AVI )$/.test(text(8, 12))
	if (four === 'FORM') return /^AIF[FC]$/.test(text(8, 12))
	if (text(4, 8) === 'ftyp') return !PICTURES.test(text(8, 12))
	if (['fLaC', 'OggS', 'caff', 'riff', 'wvpk', 'TTA1', '.snd', '.RMF', 'MAC '].includes(four)) return true
	if (text(0, 3) === 'ID3' || text(0, 3) === 'FLV' || text(0, 5) === '#!AMR') return true
	// Matroska and WebM, ASF, MPEG programme streams.
	if (begins(0x1a, 0x45, 0xdf, 0xa3) || begins(0x30, 0x26, 0xb2, 0x75) || begins(0, 0, 1, 0xba)) return true
	// MPEG transport streams: packets of 188 bytes, of 192 where each has its time before it.
	const packets = (first: number, size: number) => [0, 1].every(n => head[first + n * size] === 0x47)
	if (packets(0, 188) || packets(4, 192)) return true
	// MPEG audio and ADTS: 11 bits of sync, then a layer and a rate that exist. FF FE is how text in UTF-16 begins, and Layer I, which nobody uses.
	const [a = 0, b = 0, c = 0] = head
	if (a !== 0xff || (b & 0xe0) !== 0xe0 || (b & 0x18) === 0x08 || b === 0xfe) return false
	const isAdts = (b & 0xf6) === 0xf0
	return isAdts || ((b & 0x06) !== 0 && (c & 0xf0) !== 0xf0 && (c & 0x0c) !== 0x0c)
}
