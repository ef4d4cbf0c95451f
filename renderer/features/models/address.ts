/** The address that was written, as main takes it; null: it is none. */
export function addressOf(written: string): string | null {
	const address = URL.parse(written.trim())
	return address !== null && /^https?:$/.test(address.protocol) ? address.href : null
}
