/** Where the window runs, as far as the way to a refused microphone depends on it. */
export interface Platform {
	readonly browser: 'chromium' | 'firefox' | 'safari' | 'other'
	readonly system: 'mac' | 'windows' | 'other'
}

/** Read from the browser's own name for itself: only sentences depend on it, so a browser that lies gets the wrong sentence and nothing else. */
export function platformOf(userAgent: string): Platform {
	return {
		browser: /Firefox\//.test(userAgent)
			? 'firefox'
			: /Chrom(e|ium)\//.test(userAgent)
				? 'chromium'
				: /Safari\//.test(userAgent)
					? 'safari'
					: 'other',
		system: /Mac OS X|Macintosh/.test(userAgent) ? 'mac' : /Windows/.test(userAgent) ? 'windows' : 'other'
	}
}
