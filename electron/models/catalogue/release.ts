import type { Archive } from './entry.ts'

/** Where the makers of sherpa-onnx publish models that they have converted. */
const RELEASE = 'https://github.com/k2-fsa/sherpa-onnx/releases/download'

/**
 * An archive of that release. It has no list of checksums: these are as several projects that fetch it have pinned it, and as its digest is told
 * where there is one. An archive of the same name has been replaced before.
 */
export function released(name: string, bytes: number | null = null, sha256: string | null = null): Archive {
	return { url: `${RELEASE}/asr-models/${name}.tar.bz2`, bytes, sha256 }
}

/** A file of another of their releases, by its whole name. */
export function releasedIn(release: string, file: string, bytes: number | null = null, sha256: string | null = null): Archive {
	return { url: `${RELEASE}/${release}/${file}`, bytes, sha256 }
}
