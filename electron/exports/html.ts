import { clockOf, secondsOf } from '../../native-bridge/protocol/units.ts'
import { factsOf } from './facts.ts'
import { type ExportedAudio, type Format, PLAIN, wordsFor } from './format.ts'
import { passagesOf } from './passages.ts'

const STYLE = `:root{color-scheme:light dark;--ink:#2b2723;--pale:#766d63;--paper:#fbf8f3;--accent:#a2542c}
@media (prefers-color-scheme:dark){:root{--ink:#e9e3da;--pale:#a49b8f;--paper:#1f1c19;--accent:#e29a6c}}
body{margin:0 auto;max-width:44rem;padding:2rem 1.25rem 6rem;background:var(--paper);color:var(--ink);font:1.05rem/1.6 Georgia,"Noto Serif",serif}
h1{font-size:1.7rem;line-height:1.25;margin:0}.facts,time,.note{color:var(--pale);font-size:.85rem;font-family:system-ui,sans-serif}
audio{position:sticky;top:.5rem;width:100%;margin:1rem 0}p{margin:.7rem 0;display:grid;grid-template-columns:4.5rem 1fr;gap:.5rem}
time{padding-top:.25rem;text-align:end;text-decoration:none}a:has(time){color:inherit;text-decoration:none}a:hover time,a:focus time{color:var(--accent);text-decoration:underline}
.note{font-style:italic}b{font-weight:600}@media print{audio{display:none}}`

/** Without it the page still reads: the links then do nothing. */
const SCRIPT = `const [a,...others]=document.querySelectorAll('audio');
document.addEventListener('click',e=>{const l=e.target.closest('a[data-at]');if(!l)return;e.preventDefault();a.currentTime=Number(l.dataset.at);a.play()});
const along=()=>{for(const o of others){const at=a.currentTime-Number(o.dataset.from);o.playbackRate=a.playbackRate;o.volume=a.volume;o.muted=a.muted;
if(at<0||a.paused||at>=o.duration){o.pause();continue}if(Math.abs(o.currentTime-at)>.15)o.currentTime=at;if(o.paused)o.play()}};
for(const on of ['play','playing','pause','seeked','timeupdate','ratechange','volumechange','ended'])a.addEventListener(on,along)`

/** One page that needs nothing else, neither network nor Holdfast: the text and, where it fits, its audio; a click on a time plays from there. */
export const html: Format = {
	id: 'html',
	name: 'Web page',
	extension: 'html',
	mime: 'text/html',
	takes: { times: true, marks: false, subtitles: false, audio: true },
	write: (exported, { options, audio } = PLAIN) => {
		const { title, language } = exported.transcript
		const times = options.times ?? true
		const words = wordsFor(options)
		const body = passagesOf(exported, words).map(({ kind, from, who, text }) => {
			const clock = `<time>${clockOf(from)}</time>`
			const at = !times ? '<span></span>' : audio === null ? clock : `<a href="#" data-at="${secondsOf(from).toFixed(3)}">${clock}</a>`
			const name = who === null ? '' : `<b>${escaped(words.named(who).trimEnd())}</b> `
			return `<p${kind === 'text' ? '' : ' class="note"'}>${at}<span dir="auto">${name}${escaped(text)}</span></p>`
		})
		const source = audio === null ? '' : `${audio.map(player).join('\n')}\n`
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
<div class="facts">${escaped(factsOf(exported, words).join(' · '))}</div>
${source}${body.join('\n')}
${audio === null ? '' : `<script>${SCRIPT}</script>\n`}</body>
</html>
`
	}
}

/** The first has the buttons; the others are heard along with it, each from its own place on. */
function player(audio: ExportedAudio, n: number): string {
	const src = escaped(address(audio))
	if (n === 0) return `<audio controls preload="metadata" src="${src}"></audio>`
	return `<audio hidden preload="auto" data-from="${secondsOf(audio.offset).toFixed(3)}" src="${src}"></audio>`
}

function address(audio: ExportedAudio): string {
	return audio.in === 'text' ? `data:${audio.mime};base64,${audio.base64}` : encodeURIComponent(audio.name)
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
