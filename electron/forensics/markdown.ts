/** Pieces of Markdown. A text of nothing is no piece: pieces are put together with `joined`. */

/** A row's two cells; null is said as “unknown”. */
export type Row = readonly [name: string, value: string | number | null]

export function table(rows: readonly Row[]): string {
	if (rows.length === 0) return ''
	return [
		'| | |',
		'| --- | --- |',
		...rows.map(([name, value]) => `| ${cell(name)} | ${value === null ? 'unknown' : cell(String(value))} |`)
	].join('\n')
}

export function list(items: readonly string[]): string {
	return items.map(item => `- ${plain(item)}`).join('\n')
}

/** Lines as they are. The fence is longer than any in them. */
export function block(lines: readonly string[]): string {
	if (lines.length === 0) return ''
	const longest = Math.max(3, ...lines.flatMap(line => Array.from(line.matchAll(/`+/g), ([ticks]) => ticks.length + 1)))
	const fence = '`'.repeat(longest)
	return [fence, ...lines, fence].join('\n')
}

/** A heading and what stands under it; nothing when nothing does. */
export function section(title: string, ...pieces: readonly string[]): string {
	const body = joined(pieces)
	return body === '' ? '' : `## ${title}\n\n${body}`
}

export function joined(pieces: readonly string[]): string {
	return pieces.filter(piece => piece !== '').join('\n\n')
}

/** As text: what it holds is not taken for Markdown or HTML, so that `<title 1>` is seen. */
export function plain(text: string): string {
	return text
		.replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
		.replace(/[<*`]/g, sign => `\\${sign}`)
		.replace(/\s*\n\s*/g, ' ')
}

/** As code, which is taken as it is. */
export function code(text: string): string {
	return `\`${text.replace(/[`\n]/g, ' ')}\``
}

function cell(text: string): string {
	const isCode = text.startsWith('`') && text.endsWith('`')
	return (isCode ? text : plain(text)).replaceAll('|', '\\|')
}
