import { clockOf, secondsOf } from '../../native-bridge/protocol/units.ts'
import { factsOf } from './facts.ts'
import { type ExportedAudio, type Format, PLAIN } from './format.ts'
import { passagesOf } from './passages.ts'

const STYLE = `:root{color-scheme:light dark;--ink:#2b2723;--pale:#766d63;--paper:#fbf8f3;--accent:#a2542c}
@media (prefers-color-scheme:dark){:root{--ink:#e9e3da;--pale:#a49b8f;--paper:#1f1c19;--accent:#e29a6c}}
body{margin:0 auto;max-width:44rem;padding:2rem 1.25rem 6rem;background:var(--paper);color:var(--ink);font:1.05rem/1.6 Georgia,"Noto Serif",serif}
h1{font-size:1.7rem;line-height:1.25;margin:0}.facts,time,.note{color:var(--pale);font-size:.85rem;font-family:system-ui,sans-serif}
audio{position:sticky;top:.5rem;width:100%;margin:1rem 0}p{margin:.7rem 0;display:grid;grid-template-columns:4.5rem 1fr;gap:.5rem}
time{padding-top:.25rem;text-align:end;text-decoration:none}a:has(time){color:inherit;text-decoration:none}a:hover time,a:focus time{color:var(--accent);text-decoration:underline}
.note{font-style:italic}b{font-weight:600}@media print{audio{display:none}}`

/** Without it the page still reads: the links then do nothing. */
const SCRIPT = `const a=document.querySelector('audio');document.addEventListener('click',e=>{const l=e.target.closest('a[data-at]');if(!l)return;e.preventDefault();a.currentTime=Number(l.dataset.at);a.play()})`

/** One page that needs nothing else, neither network nor Holdfast: the text and, where it fits, its audio; a click on a time plays from there. */
export const html: Format = {
	id: 'html',
	name: 'Web page',
	extension: 'html',
	mime: 'text/html',
	takes: { times: true, subtitles: false, audio: true },
	write: (exported, { options, audio } = PLAIN) => {
		const { title, language } = exported.transcript
		const times = options.times ?? true
		const body = passagesOf(exported).map(({ kind, from, who, text }) => {
			const clock = `<time>${clockOf(from)}</time>`
			const at = !times ? '<span></span>' : audio === null ? clock : `<a href="#" data-at="${secondsOf(from).toFixed(3)}">${clock}</a>`
			const name = who === null ? '' : `<b>${escaped(who)}:</b> `
			return `<p${kind === 'text' ? '' : ' class="note"'}>${at}<span dir="auto">${name}${escaped(text)}</span></p>`
		})
		const half =
			exported.parts.length > 0
				? '<p class="note"><span></span><span>The audio is the microphone’s; what the computer played is not in it.</span></p>\n'
				: ''
		const source = audio === null ? '' : `<audio controls preload="metadata" src="${escaped(address(audio))}"></audio>\n${half}`
		return `<!doctype html>
<html lang="${escaped(language ?? 'und')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}${times ? '' : 'p{display:block}'}</style>
</head>
<body>
<h1 dir="auto">${escaped(title)}</h1>
<div class="facts">${escaped(factsOf(exported).join(' · '))}</div>
${source}${body.join('\n')}
${audio === null ? '' : `<script>${SCRIPT}</script>\n`}</body>
</html>
`
	}
}

function address(audio: ExportedAudio): string {
	return audio.in === 'text' ? `data:${audio.mime};base64,${audio.base64}` : encodeURIComponent(audio.name)
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
