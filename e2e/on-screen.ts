/** What a page shows, and which of it is in the wrong language. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright/test'

/** All that can be read or is read out: text that is visible, names, hints and placeholders. */
export async function textsOn(page: Page): Promise<readonly string[]> {
	return await page.evaluate(() => {
		const found = new Set<string>()
		for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
			// An option of a closed list has no place on the page, but is read there.
			const shown = element.tagName === 'OPTION' ? element.parentElement : element
			if (!shown?.checkVisibility({ visibilityProperty: true })) continue
			for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.add(node.textContent ?? '')
			for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']) found.add(element.getAttribute(name) ?? '')
		}
		return [...found].map(text => text.trim()).filter(text => text !== '')
	})
}

/** Of the web, or in a folder: not for reading. */
const ADDRESS = /(https?:\/\/|~\/)\S+/g
const wordsOf = (text: string) => text.match(/[A-Za-z]{2,}/g) ?? []

const messages: Record<string, string> = JSON.parse(readFileSync(new URL('../renderer/messages/zh-CN.json', import.meta.url), 'utf8'))
const spoken = new Set(Object.values(messages).flatMap(message => wordsOf(message.replace(/\{\w+(, \w+)*|\w+ \{/g, ' '))))

/** Those with a word in Latin letters that no Chinese message has (`Holdfast`, `MP3`) and that is none of these names, nor a part of one. */
export function notChinese(texts: readonly string[], names: readonly string[]): readonly string[] {
	const several = names.filter(name => /\W/.test(name)).sort((a, b) => b.length - a.length)
	const known = new Set([...spoken, ...names])
	const nameless = (text: string) => several.reduce((left, name) => left.replaceAll(name, ' '), text.replace(ADDRESS, ' '))
	return texts.filter(text => wordsOf(nameless(text)).some(word => !known.has(word)))
}
