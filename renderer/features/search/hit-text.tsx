import type { TextRange } from '../../../electron/contract/search-text.ts'

/** A text in which what was looked for is marked. */
export function HitText({ text, hits }: { readonly text: string; readonly hits: readonly TextRange[] }) {
	const parts = []
	let at = 0
	for (const [from, to] of hits) {
		parts.push(text.slice(at, from), <mark key={from}>{text.slice(from, to)}</mark>)
		at = to
	}
	return (
		<bdi>
			{parts}
			{text.slice(at)}
		</bdi>
	)
}
