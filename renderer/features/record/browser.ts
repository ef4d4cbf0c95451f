export type Browser = 'chromium' | 'firefox' | 'safari' | 'other'

/** Read from the browser's own name for itself: only a sentence depends on it, so one that lies gets the wrong sentence and nothing else. */
export function browserOf(userAgent: string): Browser {
	if (/Firefox\//.test(userAgent)) return 'firefox'
	if (/Chrom(e|ium)\//.test(userAgent)) return 'chromium'
	return /Safari\//.test(userAgent) ? 'safari' : 'other'
}
