export type Platform = 'windows' | 'macos' | 'linux' | 'android' | 'ios' | 'unknown'

/** Which system's settings the user has to go to. */
export function platform(): Platform {
	// What browsers say of themselves is old and odd; each of these is what current ones say.
	const said = `${(navigator as { userAgentData?: { platform?: string } }).userAgentData?.platform ?? ''} ${navigator.platform} ${navigator.userAgent}`
	if (/android/i.test(said)) return 'android'
	if (/iphone|ipad|ipod/i.test(said)) return 'ios'
	if (/windows|win32/i.test(said)) return 'windows'
	if (/mac/i.test(said)) return 'macos'
	return /linux|cros|x11/i.test(said) ? 'linux' : 'unknown'
}
