/** Where it stands which version is the newest, and whose word that must be. */
export interface UpdateSource {
	/** An https address that gives a `SignedRelease` (see `newest.ts`). */
	readonly feed: string
	/** Ed25519, SPKI, base64. */
	readonly key: string
}

/**
 * Of this Holdfast. Null until its owner publishes somewhere: then nothing is asked, and the settings offer nothing. `build/sign-update.mjs` makes the
 * pair of keys and signs what the feed gives.
 */
export const UPDATES: UpdateSource | null = null
