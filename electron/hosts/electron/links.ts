/** Addresses that other programs may open Holdfast with. */
export const LINK_SCHEME = 'holdfast'

/** Longer ones are nobody's. */
const MOST_CHARACTERS = 200

/**
 * The place in the window that a link means, as the part after the `#`; null for what is no link of ours. A link only shows something that
 * is there, since any web page may hold one: none records, deletes or adds.
 *
 *     holdfast://transcripts/<id>          holdfast://crashes/<id>      holdfast://drill
 *     holdfast://transcripts/<id>/<sample> holdfast://crashes           holdfast://
 */
export function placeOfLink(link: string): string | null {
	if (link.length > MOST_CHARACTERS || !URL.canParse(link)) return null
	const { protocol, host, pathname, search, hash, username, port } = new URL(link)
	if (protocol !== `${LINK_SCHEME}:` || search !== '' || hash !== '' || username !== '' || port !== '') return null
	const place = [host, ...pathname.split('/')].filter(part => part !== '').join('/')
	if (place === '' || place === 'home') return '#/'
	return /^(transcripts\/[0-9a-f-]{36}(\/\d{1,15})?|crashes(\/[0-9a-f-]{36})?|drill)$/.test(place) ? `#/${place}` : null
}

/** Whether an argument of the command line is a link, and no file. */
export function isLink(argument: string): boolean {
	return argument.toLowerCase().startsWith(`${LINK_SCHEME}:`)
}
