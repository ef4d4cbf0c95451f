import type { Words } from './messages/words.ts'
import { HOME } from './origin.ts'

/** Shown when our page keeps dying: plain, without a script or anything that could have been the cause. */
export function gonePage({ locale, t }: Words): string {
	return `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html>
<html lang="${locale}"><meta charset="utf-8"><title>Holdfast</title>
<meta name="color-scheme" content="light dark">
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem}h1{font-size:1.25rem}a{color:LinkText}</style>
<h1>${t('gone.heading')}</h1>
<p>${t('gone.text')}</p>
<p><a href="${HOME}">${t('gone.again')}</a></p>
<p>${t('gone.hint')}</p>
</html>`)}`
}
